import { type DailyValue, hasValue } from "#core/model/daily-value.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import type { NormalisedDay, SlotDay } from "#core/model/normalised-series.ts";
import { SECONDS_PER_DAY } from "#core/model/utc-day.ts";
import { percentileInPlace } from "#core/spc/percentile.ts";

const P95 = 0.95;

/**
 * Boils one day of a series down to its daily value. From samples: min of minima, max of maxima, avg = sum of sums over sum of
 * counts (an average of averages would weigh a cut slot like a full one), p95 = type 7 over the slots' values. A metric that is a sum per
 * period has avg = the day's sum over 86,400 s, so that both paths of collection give the same number.
 */
export function aggregateDay(day: NormalisedDay, metric: MetricDefinition, stepSeconds: number): DailyValue {
  const slotsExpected = SECONDS_PER_DAY / stepSeconds;
  const base = { date: day.date, status: day.status, resolution: day.resolution, slotsExpected };
  if (day.slots !== null && hasValue(day)) {
    return { ...base, ...fromSlots(day.slots, metric, stepSeconds), slotsGot: day.slots.slot.length };
  }
  if (day.daily !== null && hasValue(day)) return { ...base, ...day.daily, p95: null, slotsGot: null };
  return { ...base, ...NO_VALUE, slotsGot: day.resolution === "samples" ? 0 : null };
}

const NO_VALUE = { min: null, max: null, avg: null, p95: null, slotsAboveZero: null } as const;

function fromSlots(slots: SlotDay, metric: MetricDefinition, stepSeconds: number) {
  const isRate = metric.source.kind === "cloudwatch" && metric.source.form === "per_period_sum";
  const values = new Float64Array(slots.sum.length);
  let total = 0;
  let readings = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let slotsAboveZero = 0;
  for (let index = 0; index < values.length; index += 1) {
    const sum = slots.sum[index] ?? 0;
    const count = slots.count?.[index] ?? 1;
    const value = sum / (isRate ? stepSeconds : count);
    values[index] = value;
    total += sum;
    readings += count;
    min = Math.min(min, slots.min?.[index] ?? value);
    max = Math.max(max, slots.max?.[index] ?? value);
    if (value > 0) slotsAboveZero += 1;
  }
  return {
    min,
    max,
    avg: total / (isRate ? SECONDS_PER_DAY : readings),
    p95: percentileInPlace(values, P95),
    slotsAboveZero,
  };
}
