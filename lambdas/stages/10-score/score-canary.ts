import { CANARY, CANARY_METRIC, canarySeries } from "#core/canary/canary-series.ts";
import type { HealthSeverity } from "#core/model/pipeline-config.ts";
import { scoreColumns } from "#core/model/score-rows.ts";
import type { ScoreSeries } from "#core/model/score-series.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import { scoreDays } from "./score-days.ts";

/** The canary of `day`, scored like every real series on that day and the healthy one before it. */
export function scoreCanary(day: UtcDay, severity: HealthSeverity): ScoreSeries {
  const rows = scoreDays(canarySeries(day), CANARY_METRIC, { scoredFrom: addDays(day, -1), severity });
  return scoreColumns(CANARY.resourceId, CANARY.metric, CANARY_METRIC.healthWeight, rows);
}
