import type { ScoredDay } from "#core/alerting/fold-alerts.ts";
import type { Archive } from "#core/model/archive.ts";
import { readRows } from "#core/model/archive-rows.ts";
import type { Run } from "#core/model/run.ts";
import { scoreRowsByDay } from "#core/model/score-rows.ts";
import { ScoreSeries } from "#core/model/score-series.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import type { Stores } from "#core/ports/stores.ts";

/** The scored days of a range in order: from the table, or, in a dry run that wrote none, its own days from 10's object. */
export async function* scoredDays(
  from: {
    readonly run: Run;
    readonly scoredKey: string;
    readonly scoredFrom: UtcDay;
    readonly range: { readonly from: UtcDay; readonly to: UtcDay };
  },
  ports: { readonly archive: Archive; readonly stores: Pick<Stores, "scores"> },
): AsyncGenerator<ScoredDay> {
  const { run, scoredKey, scoredFrom, range } = from;
  yield* ports.stores.scores.readDays(range.from, run.isDryRun ? addDays(scoredFrom, -1) : range.to);
  if (!run.isDryRun) return;
  for (const [date, rows] of scoreRowsByDay(await readRows(ports.archive, scoredKey, ScoreSeries)))
    yield { date, rows };
}
