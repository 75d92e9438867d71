import type { ExporterName, PrometheusFacts } from "../model/prometheus-facts.ts";
import { StageError } from "../model/stage-error.ts";
import { SECONDS_PER_DAY } from "../model/utc-day.ts";
import type { PrometheusApi, PrometheusStatus } from "../ports/prometheus-api.ts";

/** A metric that each exporter always sends, one series per instance. */
const EXPORTER_METRICS: Readonly<Record<ExporterName, string>> = {
  node: "node_uname_info",
  mysql: "mysql_up",
  postgres: "pg_up",
  mongodb: "mongodb_up",
};

/** Jobs that are named, and how much of a name: they pass through the state of a run. */
const NAMED_JOBS = 8;
const MAX_JOB_LENGTH = 40;

/** What its status says, and which exporters it knows; exporters that cannot be asked for leave the rest as it is. */
export async function gatherPrometheusFacts(
  prometheus: Pick<PrometheusApi, "instant">,
  status: PrometheusStatus,
  nowSeconds: number,
): Promise<PrometheusFacts> {
  const { version, retentionSeconds, jobs, targetsUp, targetsDown } = status;
  const named = jobs.slice(0, NAMED_JOBS).map((job) => job.slice(0, MAX_JOB_LENGTH));
  return {
    version: version.slice(0, MAX_JOB_LENGTH),
    retentionDays: retentionSeconds === null ? null : Math.round(retentionSeconds / SECONDS_PER_DAY),
    jobs: jobs.length > NAMED_JOBS ? [...named, `and ${jobs.length - NAMED_JOBS} more`] : named,
    ...{ targetsUp, targetsDown },
    instancesByExporter: await instancesByExporter(prometheus, nowSeconds),
  };
}

async function instancesByExporter(
  prometheus: Pick<PrometheusApi, "instant">,
  nowSeconds: number,
): Promise<PrometheusFacts["instancesByExporter"]> {
  const instances = async (name: ExporterName) =>
    (await prometheus.instant(EXPORTER_METRICS[name], nowSeconds)).series.length;
  try {
    return {
      node: await instances("node"),
      mysql: await instances("mysql"),
      postgres: await instances("postgres"),
      mongodb: await instances("mongodb"),
    };
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    return null;
  }
}
