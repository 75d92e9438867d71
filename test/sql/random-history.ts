import type { MetricDefinition } from "#core/model/metric-definition.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import type { DailyValueRow } from "#core/ports/stores.ts";
import { dailyRow } from "../adapters/mysql/test-database.ts";
import { type RandomStream, randomStream } from "../support/random.ts";

/** One series while its days are drawn. */
interface Draw {
  readonly random: RandomStream;
  /** The day's value if nothing happened. */
  readonly usual: number;
  readonly level: number;
  readonly day: number;
  /** Growth per day of a ramp. */
  readonly slope: number;
  readonly stepAt: number;
}

const SPIKES = [0, 0.1, 3, 40];

/** What a series is like; each is dealt out in turn, so that every metric meets several of them. */
const SHAPES: readonly ((draw: Draw) => number)[] = [
  function noise({ usual }) {
    return usual;
  },
  function constant({ level, random }) {
    return random.uniform() < 0.02 ? 1.5 * level : level;
  },
  function nearlyConstant({ level, random }) {
    return level * (1 + 0.004 * random.normal());
  },
  function spikes({ usual, random }) {
    return random.uniform() < 0.06 ? usual * (SPIKES[random.below(SPIKES.length)] ?? 1) : usual;
  },
  function ramp({ usual, slope, day }) {
    return usual * Math.exp(slope * day);
  },
  function step({ usual, day, stepAt }) {
    return day < stepAt ? usual : 1.35 * usual;
  },
  function mostlyZero({ usual, random }) {
    return random.uniform() < 0.85 ? 0 : usual;
  },
  function heavyTail({ level, random }) {
    return level * random.lognormal(0.5);
  },
];

const EXPECTED_SLOTS = 288;

/** Size of a metric's ordinary values: near its own limits, so that every clause is met now and then. */
function levelOf(metric: MetricDefinition): number {
  const limit = metric.condition?.find((clause) => clause.kind === "limit" || clause.kind === "limit_below");
  if (limit?.kind === "limit") return 0.85 * limit.above;
  if (limit?.kind === "limit_below") return 1.05 * limit.below;
  return 20 * metric.sigmaFloor.absolute + 3 * metric.rateOfChange.absoluteFloor;
}

/** Rows of a random fleet by day: holes of every kind, cut days, constants, spikes, zeros, daily statistics in the oldest part. */
export function randomHistory(
  metrics: Readonly<Record<string, MetricDefinition>>,
  options: { seed: number; seriesCount: number; firstDay: UtcDay; dayCount: number },
): Map<UtcDay, DailyValueRow[]> {
  const random = randomStream(options.seed);
  const definitions = Object.entries(metrics);
  const rows = Array.from({ length: options.seriesCount }, (_, index) => {
    const [name = "", metric] = definitions[index % definitions.length] ?? [];
    const lap = Math.floor(index / definitions.length);
    if (metric === undefined) return [];
    const resourceId = `arn:aws:x:us-east-1:111111111111:${options.seed}:${lap}`;
    const identity = { resourceId, metric: name, source: metric.collectedBy, unit: metric.unit };
    const values = seriesValues(index + lap, levelOf(metric), options.dayCount, random);
    return seriesRows(values, options.dayCount / 4, random).map(({ day, ...row }) =>
      dailyRow({ ...row, ...identity, date: addDays(options.firstDay, day) }),
    );
  });
  return Map.groupBy(rows.flat(), (row) => row.date);
}

function seriesValues(shapeIndex: number, level: number, dayCount: number, random: RandomStream): number[] {
  const shape = SHAPES[shapeIndex % SHAPES.length];
  const noise = 0.02 + 0.1 * random.uniform();
  const slope = (random.uniform() - 0.3) * 0.01;
  const stepAt = random.below(dayCount);
  return Array.from({ length: dayCount }, (_, day) => {
    const usual = Math.max(0, level * (1 + noise * random.normal()));
    return shape?.({ random, usual, level, day, slope, stepAt }) ?? usual;
  });
}

/** One series in five begins late; the oldest days were read as daily statistics. */
function seriesRows(values: readonly number[], oldDays: number, random: RandomStream) {
  const birth = random.uniform() < 0.2 ? random.below(values.length) : 0;
  return values.flatMap((value, day) => {
    if (day < birth) return [];
    const row = randomRow(value, day < oldDays, random);
    return row === null ? [] : [{ ...row, day }];
  });
}

const NOTHING = {
  ...{ min: null, max: null, avg: null, p95: null, slotsGot: 0, slotsAboveZero: null },
  resolution: "none",
} as const;

/** A day as one of the collectors might have left it; null: no row at all. */
function randomRow(value: number, isOld: boolean, random: RandomStream): Partial<DailyValueRow> | null {
  const fate = random.uniform();
  if (fate < 0.02) return null;
  if (fate < 0.03) return { ...NOTHING, status: "no_data", resolution: "samples" };
  if (fate < 0.035) return { ...NOTHING, status: "failed", slotsGot: null };
  if (fate < 0.04) return { ...NOTHING, status: "not_available", slotsGot: null };
  const spread = 0.1 + 0.1 * random.uniform();
  const dip = random.uniform() < 0.15 ? 0.1 : 1 - spread;
  const numbers = { min: value * dip, max: value * (1 + 2 * spread), avg: value };
  const aboveZeroShare = aboveZero(value, random);
  const slotsAboveZero = (slots: number) => Math.round(slots * aboveZeroShare);
  if (isOld) {
    const daily = { resolution: "daily", p95: null, slotsGot: null } as const;
    return { ...numbers, ...daily, slotsAboveZero: slotsAboveZero(EXPECTED_SLOTS) };
  }
  const isCut = random.uniform() < 0.05;
  const slotsGot = isCut ? 1 + random.below(EXPECTED_SLOTS) : EXPECTED_SLOTS - random.below(4);
  const status = random.uniform() < 0.03 ? "partial" : "ok";
  const samples = { status, resolution: "samples", p95: value * (1 + spread), slotsGot } as const;
  return { ...numbers, ...samples, slotsAboveZero: slotsAboveZero(slotsGot) };
}

function aboveZero(value: number, random: RandomStream): number {
  if (value === 0) return 0;
  return random.uniform() < 0.3 ? random.uniform() : 1;
}
