import type { MetricDefinition } from "#core/model/metric-definition.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import type { DailyValueRow } from "#core/ports/stores.ts";
import { dailyRow } from "../adapters/mysql/test-database.ts";
import { type RandomStream, randomStream } from "../support/random.ts";

/** What a series is like; each is dealt out in turn, so that every metric meets several of them. */
const SHAPES = [
  "noise",
  "constant",
  "nearly_constant",
  "spikes",
  "ramp",
  "step",
  "mostly_zero",
  "heavy_tail",
] as const;
type Shape = (typeof SHAPES)[number];

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
  const names = Object.keys(metrics);
  const days = new Map<UtcDay, DailyValueRow[]>();
  for (let index = 0; index < options.seriesCount; index += 1) {
    const name = names[index % names.length] ?? "";
    const metric = metrics[name];
    if (metric === undefined) continue;
    const resourceId = `arn:aws:x:us-east-1:111111111111:${options.seed}:${Math.floor(index / names.length)}`;
    const shape = SHAPES[(index + Math.floor(index / names.length)) % SHAPES.length] ?? "noise";
    const values = seriesValues(shape, levelOf(metric), options.dayCount, random);
    const birth = random.uniform() < 0.2 ? random.below(options.dayCount) : 0;
    for (const [day, value] of values.entries()) {
      if (day < birth) continue;
      const date = addDays(options.firstDay, day);
      const row = randomRow(value, { isOld: day < options.dayCount / 4, shape }, random);
      if (row === null) continue;
      const identity = { date, resourceId, metric: name, source: metric.collectedBy, unit: metric.unit };
      days.set(date, [...(days.get(date) ?? []), dailyRow({ ...row, ...identity })]);
    }
  }
  return days;
}

function seriesValues(shape: Shape, level: number, dayCount: number, random: RandomStream): number[] {
  const noise = 0.02 + 0.1 * random.uniform();
  const slope = (random.uniform() - 0.3) * 0.01;
  const stepAt = random.below(dayCount);
  return Array.from({ length: dayCount }, (_, day) => {
    const usual = Math.max(0, level * (1 + noise * random.normal()));
    switch (shape) {
      case "noise":
        return usual;
      case "constant":
        return random.uniform() < 0.02 ? 1.5 * level : level;
      case "nearly_constant":
        return level * (1 + 0.004 * random.normal());
      case "spikes":
        return random.uniform() < 0.06 ? usual * [0, 0.1, 3, 40][random.below(4)]! : usual;
      case "ramp":
        return usual * Math.exp(slope * day);
      case "step":
        return day < stepAt ? usual : 1.35 * usual;
      case "mostly_zero":
        return random.uniform() < 0.85 ? 0 : usual;
      case "heavy_tail":
        return level * random.lognormal(0.5);
    }
  });
}

const NOTHING = {
  ...{ min: null, max: null, avg: null, p95: null, slotsGot: 0, slotsAboveZero: null },
  resolution: "none",
} as const;

/** A day as one of the collectors might have left it; null: no row at all. */
function randomRow(
  value: number,
  { isOld, shape }: { isOld: boolean; shape: Shape },
  random: RandomStream,
): Partial<DailyValueRow> | null {
  const fate = random.uniform();
  if (fate < 0.02) return null;
  if (fate < 0.03) return { ...NOTHING, status: "no_data", resolution: "samples" };
  if (fate < 0.035) return { ...NOTHING, status: "failed", slotsGot: null };
  if (fate < 0.04) return { ...NOTHING, status: "not_available", slotsGot: null };
  const spread = shape === "constant" ? 0 : 0.1 + 0.1 * random.uniform();
  const dip = random.uniform() < 0.15 ? 0.1 : 1 - spread;
  const numbers = { min: value * dip, max: value * (1 + 2 * spread), avg: value };
  const share = value === 0 ? 0 : random.uniform() < 0.3 ? random.uniform() : 1;
  if (isOld)
    return { ...numbers, resolution: "daily", p95: null, slotsGot: null, slotsAboveZero: shareOf(share) };
  const slotsGot = random.uniform() < 0.05 ? 1 + random.below(EXPECTED_SLOTS) : EXPECTED_SLOTS - random.below(4);
  const status = random.uniform() < 0.03 ? "partial" : "ok";
  return {
    ...numbers,
    ...{ status, resolution: "samples", p95: value * (1 + spread), slotsGot },
    slotsAboveZero: Math.round(slotsGot * share),
  };
}

function shareOf(share: number): number {
  return Math.round(EXPECTED_SLOTS * share);
}
