import type { Archive } from "#core/model/archive.ts";
import { readRows } from "#core/model/archive-rows.ts";
import { scoreRowsByDay } from "#core/model/score-rows.ts";
import { ScoreSeries } from "#core/model/score-series.ts";
import { NO_COUNTS } from "#core/model/stage-report.ts";
import { daysBetween } from "#core/model/utc-day.ts";
import type { Stores } from "#core/ports/stores.ts";
import type { Answer, Event } from "./schema.ts";

interface Ports {
  readonly archive: Archive;
  readonly stores: Pick<Stores, "scores">;
}

/** Replaces the scores of each recomputed day; a day without any row is emptied. */
export async function persistScores({ run, scored }: Event, ports: Ports): Promise<Answer> {
  const byDay = scoreRowsByDay(await readRows(ports.archive, scored.key, ScoreSeries));
  let rowCount = 0;
  for (const date of daysBetween(scored.recompute.from, scored.recompute.to)) {
    const rows = byDay.get(date) ?? [];
    rowCount += rows.length;
    if (!run.isDryRun) await ports.stores.scores.replaceDate(run.epoch, run, date, rows);
  }
  const written = run.isDryRun ? 0 : rowCount;
  return {
    state: "ok",
    counts: { ...NO_COUNTS, in: rowCount, out: written, skipped: rowCount - written },
    warnings: [],
  };
}
