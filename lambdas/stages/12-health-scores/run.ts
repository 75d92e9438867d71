import { anomalySummary } from "#core/health/anomaly-summary.ts";
import { healthScore } from "#core/health/health-score.ts";
import type { Archive } from "#core/model/archive.ts";
import { readRows } from "#core/model/archive-rows.ts";
import { scoreRowsByDay } from "#core/model/score-rows.ts";
import { ScoreSeries } from "#core/model/score-series.ts";
import { NO_COUNTS } from "#core/model/stage-report.ts";
import { daysBetween, type UtcDay } from "#core/model/utc-day.ts";
import type { HealthRow, ScoreRow } from "#core/ports/score-store.ts";
import type { Stores } from "#core/ports/stores.ts";
import type { Answer, Event } from "./schema.ts";

interface Ports {
  readonly archive: Archive;
  readonly stores: Pick<Stores, "health">;
}

/** Health and anomalies of every resource on each recomputed day, from the scores of its metrics. */
export async function computeHealth({ run, scored }: Event, ports: Ports): Promise<Answer> {
  const byDay = scoreRowsByDay(await readRows(ports.archive, scored.key, ScoreSeries));
  let said = 0;
  let rowCount = 0;
  for (const date of daysBetween(scored.recompute.from, scored.recompute.to)) {
    const rows = healthOfDay(date, byDay.get(date) ?? []);
    rowCount += rows.length;
    said += rows.filter((row) => row.score !== null).length;
    if (!run.isDryRun) await ports.stores.health.replaceDate(run.epoch, run.runId, date, rows);
  }
  return {
    state: "ok",
    counts: { ...NO_COUNTS, in: rowCount, out: said, skipped: rowCount - said },
    warnings: [],
  };
}

function healthOfDay(date: UtcDay, rows: readonly ScoreRow[]): HealthRow[] {
  return [...Map.groupBy(rows, (row) => row.resourceId)].map(([resourceId, ofResource]) => ({
    ...healthScore(
      date,
      resourceId,
      ofResource.map(({ metric, healthWeight, healthPenalty }) => ({
        metric,
        weight: healthWeight,
        lost: healthPenalty,
      })),
    ),
    ...anomalySummary(ofResource),
  }));
}
