import type { Archive } from "#core/model/archive.ts";
import { readRows, readRunConfig, writeRows } from "#core/model/archive-rows.ts";
import { Resource } from "#core/model/resource.ts";
import type { Run } from "#core/model/run.ts";
import { capWarnings, NO_COUNTS } from "#core/model/stage-report.ts";
import type { UtcDay } from "#core/model/utc-day.ts";
import type { DailyValueRow, Stores } from "#core/ports/stores.ts";
import { readAnsweredDays } from "./answered-days.ts";
import { daysOfRun, metricsExpected, rowsOfDay, withEvidence } from "./expected-days.ts";
import { groupRowsOfDay } from "./group-days.ts";
import type { Answer, Event } from "./schema.ts";

interface Ports {
  readonly archive: Archive;
  readonly stores: Pick<Stores, "dailyValues" | "inventory" | "lease">;
}

/** Writes the inventory, then one transaction per day; says which days the stages after it have to work on. */
export async function persistMetrics(event: Event, ports: Ports): Promise<Answer> {
  const { run } = event;
  const config = await readRunConfig(ports.archive, run);
  const inventory = await readRows(ports.archive, event.inventoryKey, Resource);
  const answered = await readAnsweredDays(ports.archive, event.aggregated);
  const resources = withEvidence(inventory, answered);
  const metricsOf = metricsExpected(config.metrics, run);
  const days = daysOfRun(run).map((date) => {
    const rows = rowsOfDay(date, resources, answered, metricsOf);
    return { date, rows: [...rows, ...groupRowsOfDay(date, rows, resources)] };
  });
  const rowCount = days.reduce((total, day) => total + day.rows.length, 0);
  const failed = days.reduce(
    (total, day) => total + day.rows.filter((row) => row.status === "failed").length,
    0,
  );
  const warnings =
    failed === 0
      ? []
      : [`${failed} of ${rowCount} series-days failed: they have no value, and nothing about them resolves`];
  if (run.isDryRun) {
    const overlayKey = await writeRows(
      ports.archive,
      { run, stage: "08-persist-metrics", part: "overlay" },
      overlay(days),
    );
    return {
      ...report(rowCount, 0, failed, warnings),
      recompute: await daysToRecompute(run, ports),
      overlayKey,
    };
  }
  await ports.stores.inventory.upsert(run.epoch, run.runId, resources);
  const kept = await writeDays(run, days, ports);
  return {
    ...report(rowCount, rowCount - kept, failed, warnings),
    recompute: await daysToRecompute(run, ports),
    overlayKey: null,
  };
}

async function writeDays(
  run: Run,
  days: readonly { date: UtcDay; rows: readonly DailyValueRow[] }[],
  { stores }: Ports,
): Promise<number> {
  let kept = 0;
  for (const { date, rows } of days) {
    const counts = await stores.dailyValues.replaceDay(run.epoch, run.runId, date, rows);
    kept += counts.kept;
  }
  return kept;
}

/** From the run's first day, or the oldest whose values changed without being scored since, to the newest day that is stored. */
async function daysToRecompute(run: Run, { stores }: Ports): Promise<Answer["recompute"]> {
  const { dirtyFrom } = await stores.lease.state();
  const newest = await stores.dailyValues.newestDay();
  return {
    from: dirtyFrom !== null && dirtyFrom < run.from ? dirtyFrom : run.from,
    to: newest !== null && newest > run.to ? newest : run.to,
  };
}

function report(rowCount: number, written: number, failed: number, warnings: readonly string[]) {
  return {
    state: failed === 0 ? ("ok" as const) : ("partial" as const),
    counts: { ...NO_COUNTS, in: rowCount, out: written, skipped: rowCount - written },
    warnings: capWarnings(warnings),
    failedSeriesDays: failed,
  };
}

/** The rows of a dry run by series, as 09 lays them over the database. */
function overlay(days: readonly { rows: readonly DailyValueRow[] }[]) {
  const rows = days.flatMap((day) => day.rows);
  const bySeries = Map.groupBy(rows, (row) => `${row.resourceId}\n${row.metric}`);
  return [...bySeries.values()].flatMap(([first, ...rest]) =>
    first === undefined
      ? []
      : [{ resourceId: first.resourceId, metric: first.metric, days: [first, ...rest] }],
  );
}
