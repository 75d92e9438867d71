import type { Database } from "#adapters/mysql/connect.ts";
import { jsonValue, textOf } from "#adapters/mysql/sql-values.ts";
import { inReading } from "#adapters/mysql/transaction.ts";
import { Run } from "#core/model/run.ts";
import { addDays, daysBetween, type UtcDay } from "#core/model/utc-day.ts";

/** A moment at which people could be told: a run, with the newest day that it scored as `to`. */
export type TellingRun = Pick<Run, "runId" | "from" | "to" | "startedAt" | "tellsPeople"> & {
  /** Null: no such run was ever made. */
  readonly configHash: string | null;
};

interface Days {
  readonly from: UtcDay;
  readonly to: UtcDay;
}

/** States of a run that came as far as telling. */
const TOLD = ["COMPLETE", "PARTIAL"];

/**
 * The runs over days of `from..to` that told people, or found that there was nothing to tell, oldest first.
 *
 * @param toldBy - runs that are known to have told somebody: they count however they ended
 */
export async function tellingRuns(
  database: Database,
  { from, to }: Days,
  toldBy: ReadonlySet<string | null>,
): Promise<TellingRun[]> {
  const rows = await inReading(database, "reading which runs told people", (session) =>
    session.arrays(
      `SELECT state, answer FROM infra_monitoring_pipeline_log
       WHERE step = 'run' AND is_dry_run = 0 AND answer IS NOT NULL AND to_date BETWEEN ? AND ? ORDER BY started_at, run_id`,
      [from, to],
    ),
  );
  return rows.flatMap(([state, answer]) => {
    const run = Run.parse(jsonValue(answer));
    return run.tellsPeople && (TOLD.includes(textOf(state)) || toldBy.has(run.runId)) ? [run] : [];
  });
}

/** The runs, and one in the morning after each day that has none: what people would have heard had there been a run on every day. */
export function withEveryDay(runs: readonly TellingRun[], { from, to }: Days): TellingRun[] {
  const byDay = Map.groupBy(runs, (run) => run.to);
  return daysBetween(from, to).flatMap((day) => byDay.get(day) ?? [morningAfter(day)]);
}

/** What the schedule would have started. */
function morningAfter(day: UtcDay): TellingRun {
  return {
    runId: `backtest-${day}`,
    from: addDays(day, -1),
    to: day,
    startedAt: `${addDays(day, 1)}T07:00:00.000Z`,
    tellsPeople: true,
    configHash: null,
  };
}
