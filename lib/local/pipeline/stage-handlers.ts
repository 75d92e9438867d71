import { handler as openRun } from "#stages/00-open-run/handler.ts";
import { handler as inventory } from "#stages/01-inventory/handler.ts";
import { handler as prometheusHealth } from "#stages/02-prometheus-health/handler.ts";
import { handler as collectRedis } from "#stages/03-collect-redis/handler.ts";
import { handler as collectRds } from "#stages/04-collect-rds/handler.ts";
import { handler as collectEc2 } from "#stages/05-collect-ec2/handler.ts";
import { handler as collectDatabase } from "#stages/05b-collect-database/handler.ts";
import { handler as collectCloudWatch } from "#stages/05c-collect-cloudwatch/handler.ts";
import { handler as normalise } from "#stages/06-normalise/handler.ts";
import { handler as aggregateDaily } from "#stages/07-aggregate-daily/handler.ts";
import { handler as persistMetrics } from "#stages/08-persist-metrics/handler.ts";
import { handler as baseline } from "#stages/09-baseline/handler.ts";
import { handler as score } from "#stages/10-score/handler.ts";
import { handler as persistScores } from "#stages/11-persist-scores/handler.ts";
import { handler as healthScores } from "#stages/12-health-scores/handler.ts";
import { handler as alerts } from "#stages/13-alerts/handler.ts";
import { handler as morningPage } from "#stages/13b-morning-page/handler.ts";
import { handler as pipelineLog } from "#stages/14-pipeline-log/handler.ts";
import type { StageHandlers } from "../state-machine/stage-caller.ts";

/** The real handler of every stage, called in this process. */
export const STAGE_HANDLERS: StageHandlers = {
  "00-open-run": openRun,
  "01-inventory": inventory,
  "02-prometheus-health": prometheusHealth,
  "03-collect-redis": collectRedis,
  "04-collect-rds": collectRds,
  "05-collect-ec2": collectEc2,
  "05b-collect-database": collectDatabase,
  "05c-collect-cloudwatch": collectCloudWatch,
  "06-normalise": normalise,
  "07-aggregate-daily": aggregateDaily,
  "08-persist-metrics": persistMetrics,
  "09-baseline": baseline,
  "10-score": score,
  "11-persist-scores": persistScores,
  "12-health-scores": healthScores,
  "13-alerts": alerts,
  "13b-morning-page": morningPage,
  "14-pipeline-log": pipelineLog,
};
