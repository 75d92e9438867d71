import type { DailyValue } from "#core/model/daily-value.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import type { Resource } from "#core/model/resource.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import type { CloudInventory } from "#core/ports/cloud-inventory.ts";
import type { DailyValueRow, Stores } from "#core/ports/stores.ts";
import { takeInventory } from "#stages/01-inventory/run.ts";
import { persistMetrics } from "#stages/08-persist-metrics/run.ts";
import { overlayHistory } from "#stages/09-baseline/overlay-history.ts";
import { computeBaselines } from "#stages/09-baseline/run.ts";
import { score } from "#stages/10-score/run.ts";
import { persistScores } from "#stages/11-persist-scores/run.ts";
import { evaluateAlerts } from "#stages/13-alerts/run.ts";
import { memoryAlerts } from "./memory-alerts.ts";
import { memoryArchive } from "./memory-archive.ts";
import { EPOCH, memoryDailyValues, memoryInventory, memoryLease, memoryScores } from "./memory-stores.ts";
import { anAction, aRun, CONFIG_KEY, configOf, INVENTORY_KEY, KNOWN_KEY } from "./pipeline-rows.ts";
import { aShardResult } from "./raw-rows.ts";

/** What is there on one day, and the values that its series would have after 07. */
export interface EstateDay {
  readonly described: readonly Resource[];
  readonly series: readonly {
    readonly resourceId: string;
    readonly metric: string;
    readonly day: DailyValue;
  }[];
}

/** A whole day of samples with one value in every statistic; fewer slots for a resource that lived through a part of it. */
export function sampledDay(date: UtcDay, value: number, slotsGot = 288): DailyValue {
  return {
    ...{ date, status: "ok", resolution: "samples", min: value, max: value, avg: value, p95: value },
    ...{ slotsGot, slotsExpected: 288, slotsAboveZero: slotsGot },
  };
}

/** A day that the source answered without a value. */
export function silentDay(date: UtcDay): DailyValue {
  const nothing = { min: null, max: null, avg: null, p95: null };
  return {
    ...{ ...nothing, date, status: "no_data", resolution: "samples" },
    ...{ slotsGot: 0, slotsExpected: 288, slotsAboveZero: 0 },
  };
}

/**
 * Stages 01, 08, 09, 10, 11 and 13, one daily run after the other over the last two days.
 * @param estate - what is there at 07:00 of a day, and what that day's values are in the end
 * @param epoch - of the lease, which one run holds for all of them
 */
export function dailyStages(
  metrics: Readonly<Record<string, MetricDefinition>>,
  estate: (day: UtcDay) => EstateDay,
  stores: Pick<Stores, "dailyValues" | "inventory" | "lease" | "scores" | "alerts">,
  epoch = EPOCH,
) {
  const config = configOf(metrics);
  const runOn = async (today: UtcDay) => {
    const days = [addDays(today, -2), addDays(today, -1)].filter((day) => estate(day).series.length > 0);
    const [from = today, to = from] = days;
    const run = aRun({ epoch, from, to, startedAt: `${today}T07:00:00.000Z` });
    const archive = memoryArchive();
    archive.put(CONFIG_KEY, [config]);
    archive.put(KNOWN_KEY, await stores.inventory.readAll());
    await takeInventory({ run }, { archive, cloud: cloudOf(estate(today)), topics: new Map() });
    const aggregated = [aShardResult({ key: archive.put("07", dailySeries(days.map(estate))) })];
    const persisted = await persistMetrics(
      { run, inventoryKey: INVENTORY_KEY, aggregated },
      { archive, stores },
    );
    const baseline = await computeBaselines({ run, persisted }, { archive, stores });
    const scored = await score({ run, baseline }, { archive });
    await persistScores({ run, scored }, { archive, stores });
    return evaluateAlerts({ run: { ...run, runId: `run-${today}` }, scored }, { archive, stores });
  };
  /** People heard of something before the first run: no message is "already so when we started". */
  const begin = () =>
    stores.alerts.appendAction(
      anAction({ resourceId: "elsewhere", openedOn: "2026-01-01", scoredOn: "2026-01-01" }),
    );
  return { config, begin, runOn };
}

function cloudOf({ described }: EstateDay): CloudInventory {
  return {
    describe: async ({ accountId }, region) => ({
      resources: described
        .filter((one) => one.accountId === accountId && one.region === region)
        .map(({ firstSeen, lastSeen, status, ...rest }) => ({ ...rest, createdOn: firstSeen })),
      ...{ alarmCount: 0, callCount: 1, warnings: [] },
    }),
  };
}

function dailySeries(days: readonly EstateDay[]) {
  const all = days.flatMap(({ series }) => series);
  return [...Map.groupBy(all, ({ resourceId, metric }) => `${resourceId}\n${metric}`).values()].map((of) => ({
    ...{ resourceId: of[0]?.resourceId, metric: of[0]?.metric, days: of.map(({ day }) => day) },
  }));
}

/** What the table would answer. */
function historiesOf(days: ReadonlyMap<UtcDay, readonly DailyValueRow[]>, from: UtcDay, to: UtcDay) {
  const rows = [...days.values()].flat().filter(({ date }) => date >= from && date <= to);
  const series = [...Map.groupBy(rows, ({ resourceId, metric }) => `${resourceId}\n${metric}`).values()];
  const daily = series.map((ofSeries) => ({
    ...{ resourceId: ofSeries[0]?.resourceId ?? "", metric: ofSeries[0]?.metric ?? "", days: ofSeries },
  }));
  return overlayHistory([], daily, { from, to });
}

/** Stores in memory that remember from run to run. */
export function dailyStores() {
  const dailyValues = memoryDailyValues();
  dailyValues.readHistory = async (from, to) => historiesOf(dailyValues.days, from, to);
  return {
    ...{ dailyValues, inventory: memoryInventory(), lease: memoryLease() },
    ...{ scores: memoryScores(), alerts: memoryAlerts() },
  };
}
