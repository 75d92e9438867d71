import { dayNumber, dayOf, SECONDS_PER_DAY, startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import { intradayShape, SLOT_SECONDS, SLOTS_PER_DAY } from "./day-shape.ts";
import type { Estate, EstateResource } from "./estate.ts";
import { utcOffsetHours } from "./fleet-member.ts";
import { keyOf, uniformAt } from "./hash-noise.ts";
import type { Grid } from "./slot-columns.ts";

/** Page requests a second on the mean of a day. */
const REQUESTS_FROM = 2000;
const REQUESTS_RANGE = 18_000;
/** Page requests come at one rate for a quarter of an hour, so a quarter's hit rate is the mean of its slots' hit rates. */
const SLOTS_PER_QUARTER = 3;
const QUARTER_SECONDS = SLOTS_PER_QUARTER * SLOT_SECONDS;
const QUARTERS_PER_DAY = SECONDS_PER_DAY / QUARTER_SECONDS;

/** What a counter counts: events of a metric, or the page requests that its hit rate calls hits or misses. */
export interface CounterSource {
  readonly metric: string;
  readonly counts: "events" | "requests" | "hits" | "misses";
}

/** A counter since the first day of the estate: running totals by day, and by slot of the day asked for last. */
interface RunningCounter {
  readonly totalBefore: Float64Array;
  slotsOf: UtcDay | null;
  totalBeforeSlot: Float64Array;
}

const countersOf = new WeakMap<Estate, Map<string, RunningCounter>>();

/**
 * What the counter would have counted between the estate's first midnight and an instant: the integral of its rate, exact to the
 * second. Null where the database does not have it.
 */
export function countedUntil(
  estate: Estate,
  resource: EstateResource,
  source: CounterSource,
  atSeconds: number,
): number | null {
  const counter = runningCounter(estate, resource, source);
  if (counter === null) return null;
  const number = Math.floor(atSeconds / SECONDS_PER_DAY);
  const day = dayOf(number);
  if (counter.slotsOf !== day) {
    const slots = { fromSeconds: startOfDay(day), stepSeconds: SLOT_SECONDS, count: SLOTS_PER_DAY };
    counter.totalBeforeSlot = runningSum(ratesOver(estate, resource, source, slots), SLOT_SECONDS);
    counter.slotsOf = day;
  }
  const position = (atSeconds - number * SECONDS_PER_DAY) / SLOT_SECONDS;
  const slot = Math.floor(position);
  const before = counter.totalBeforeSlot[slot] ?? 0;
  const after = counter.totalBeforeSlot[slot + 1] ?? before;
  const beforeDay = counter.totalBefore[number - dayNumber(estate.firstDay)] ?? 0;
  return beforeDay + before + (after - before) * (position - slot);
}

/** Events a second on the mean of the estate's first day: the pace of the time before it. */
export function firstDayRate(estate: Estate, resource: EstateResource, source: CounterSource): number {
  return (runningCounter(estate, resource, source)?.totalBefore[1] ?? 0) / SECONDS_PER_DAY;
}

function runningCounter(
  estate: Estate,
  resource: EstateResource,
  source: CounterSource,
): RunningCounter | null {
  const counters = countersOf.get(estate) ?? new Map<string, RunningCounter>();
  countersOf.set(estate, counters);
  const name = `${resource.resourceId} ${source.metric} ${source.counts}`;
  const known = counters.get(name);
  if (known !== undefined) return known;
  if (
    estate.slots(resource.resourceId, source.metric, startOfDay(estate.firstDay), SLOT_SECONDS, 1) === null
  ) {
    return null;
  }
  const days = dayNumber(estate.lastDay) - dayNumber(estate.firstDay) + 1;
  const quarters = {
    fromSeconds: startOfDay(estate.firstDay),
    stepSeconds: QUARTER_SECONDS,
    count: days * QUARTERS_PER_DAY,
  };
  const totals = runningSum(ratesOver(estate, resource, source, quarters), QUARTER_SECONDS);
  const totalBefore = totals.filter((_, quarter) => quarter % QUARTERS_PER_DAY === 0);
  const counter = { totalBefore, slotsOf: null, totalBeforeSlot: new Float64Array(0) };
  counters.set(name, counter);
  return counter;
}

/** Totals before each of n rates that last one step each, and after the last: n + 1 numbers. */
function runningSum(rates: Float64Array, stepSeconds: number): Float64Array {
  const sums = new Float64Array(rates.length + 1);
  for (let index = 0; index < rates.length; index += 1) {
    sums[index + 1] = (sums[index] ?? 0) + (rates[index] ?? 0) * stepSeconds;
  }
  return sums;
}

/** The counter's rate a second in each step; nothing is counted while there is no server. */
function ratesOver(
  estate: Estate,
  resource: EstateResource,
  source: CounterSource,
  grid: Grid,
): Float64Array {
  const { fromSeconds, stepSeconds, count } = grid;
  const columns = estate.slots(resource.resourceId, source.metric, fromSeconds, stepSeconds, count);
  const values = (columns?.avg ?? new Float64Array(count)).map((value) => (Number.isNaN(value) ? 0 : value));
  if (source.counts === "events") return values;
  const key = keyOf(`${resource.resourceId} requests`, estate.seed);
  const mean = REQUESTS_FROM + uniformAt(key, 0) * REQUESTS_RANGE;
  const shape = intradayShape("retail", utcOffsetHours(resource.region));
  return values.map((hitPct, step) => {
    const secondOfDay = (fromSeconds + step * stepSeconds) % SECONDS_PER_DAY;
    const quarter = Math.floor(secondOfDay / QUARTER_SECONDS);
    const requests = mean * (shape[quarter * SLOTS_PER_QUARTER] ?? 1);
    if (source.counts === "requests") return requests;
    return requests * (source.counts === "hits" ? hitPct / 100 : 1 - hitPct / 100);
  });
}
