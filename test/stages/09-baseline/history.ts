import { readRows } from "#core/model/archive-rows.ts";
import { BaselineSeries } from "#core/model/baseline-series.ts";
import { DAY_STATUSES, type DailyValue, type DayStatus } from "#core/model/daily-value.ts";
import type { Resource } from "#core/model/resource.ts";
import { daysBetween } from "#core/model/utc-day.ts";
import { NO_ROW, type SeriesHistory } from "#core/ports/stores.ts";
import { computeBaselines, historyFromOf } from "#stages/09-baseline/run.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { memoryDailyValues, memoryInventory } from "../../support/memory-stores.ts";
import { aRun, CONFIG_KEY, SHIPPED } from "../../support/pipeline-rows.ts";

export const CPU = "rds.cpu_utilization_pct";
export const TO = "2026-11-21";
export const FROM = "2026-11-20";
export const FIRST = historyFromOf(FROM);
export const DAYS = daysBetween(FIRST, TO);

export interface Day {
  readonly status?: DayStatus;
  readonly avg?: number;
  readonly p95?: number;
  readonly got?: number;
  readonly above?: number;
}

/** A history of 288 slots and an average of 40 a day, but for the days that the test gives; null: no row. */
export function history(days: Readonly<Record<string, Day | null>> = {}, metric = CPU): SeriesHistory {
  const at = (date: string): Day | null => (days[date] === undefined ? {} : days[date]);
  const hasValue = (day: Day | null) => day !== null && ["ok", "partial"].includes(day.status ?? "ok");
  const numbers = (read: (day: Day) => number) =>
    Float64Array.from(DAYS, (date) => (hasValue(at(date)) ? read(at(date) ?? {}) : Number.NaN));
  const counts = (read: (day: Day) => number) =>
    Int32Array.from(DAYS, (date) => (hasValue(at(date)) ? read(at(date) ?? {}) : -1));
  return {
    ...{ resourceId: "r", metric },
    status: Uint8Array.from(DAYS, (date) =>
      at(date) === null ? NO_ROW : DAY_STATUSES.indexOf(at(date)?.status ?? "ok"),
    ),
    ...{
      min: numbers(() => 1),
      max: numbers(() => 99),
      avg: numbers((day) => day.avg ?? 40),
      p95: numbers((day) => day.p95 ?? 50),
    },
    ...{
      slotsGot: counts((day) => day.got ?? 288),
      slotsExpected: counts(() => 288),
      slotsAboveZero: counts((day) => day.above ?? 72),
    },
  };
}

export async function baselines(
  stored: SeriesHistory[],
  overlay?: { resourceId: string; metric: string; days: DailyValue[] }[],
  resources: readonly Resource[] = [],
) {
  const archive = memoryArchive();
  archive.put(CONFIG_KEY, [SHIPPED]);
  const dailyValues = memoryDailyValues();
  dailyValues.history = stored;
  const overlayKey = overlay === undefined ? null : archive.put("overlay", overlay);
  const persisted = { recompute: { from: FROM, to: TO }, overlayKey };
  const stores = { dailyValues, inventory: memoryInventory([...resources]) };
  const answer = await computeBaselines({ run: aRun(), persisted }, { archive, stores });
  return { answer, series: await readRows(archive, answer.key, BaselineSeries), asked: dailyValues.asked };
}

export const lastOf = (series: BaselineSeries | undefined) =>
  series && {
    state: series.state.at(-1),
    value: series.values.at(-1),
    raw: series.raw.at(-1),
    n: series.n.at(-1),
    mean: series.mean.at(-1),
    sigma: series.sigma.at(-1),
    limit: series.limit.at(-1),
  };
