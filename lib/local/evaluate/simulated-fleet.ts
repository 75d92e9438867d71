/** Noise kinds of the evaluation; all have mean 0 and the stated spread before level and weekdays are added. `gaps`: independent normal, a tenth of the days missing. */
export const NOISE_KINDS = ["iid", "ar05", "ar08", "weekend4", "lognormal", "t4", "trend", "gaps"] as const;
export type NoiseKind = (typeof NOISE_KINDS)[number];

/** How large a simulation is. */
export interface Simulation {
  readonly kind: NoiseKind;
  readonly series: number;
  readonly days: number;
  readonly seed: number;
}

/** Uniform numbers in (0, 1), the same for the same seed (mulberry32). */
export function seededUniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
}

/** Standard normal numbers (Box and Muller). */
export function seededNormal(seed: number): () => number {
  const uniform = seededUniform(seed);
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A series of one kind; `sigma` is the spread of its noise, which disturbances are measured in. */
export interface SimulatedSeries {
  readonly values: Float64Array;
  readonly sigma: number;
}

const LEVEL = 100;
const SIGMA = 10;
const LOG_SIGMA = 0.5;

/** One healthy series around 100 with a coefficient of variation of 10 % (lognormal: median 100, log-sigma 0.5). */
export function simulateSeries(kind: NoiseKind, days: number, normal: () => number): SimulatedSeries {
  const values = new Float64Array(days);
  const next = noiseOf(kind, normal);
  for (let day = 0; day < days; day++) values[day] = shapeOf(kind, day, next());
  return { values, sigma: kind === "lognormal" ? LOGNORMAL_SIGMA : SIGMA };
}

/** Standard deviation of 100 exp(0.5 N). */
const LOGNORMAL_SIGMA = LEVEL * Math.sqrt((Math.exp(LOG_SIGMA ** 2) - 1) * Math.exp(LOG_SIGMA ** 2));

function shapeOf(kind: NoiseKind, day: number, noise: number): number {
  if (kind === "lognormal") return LEVEL * Math.exp(LOG_SIGMA * noise);
  const weekend = kind === "weekend4" && day % 7 >= 5 ? -4 * SIGMA : 0;
  const trend = kind === "trend" ? (LEVEL * 0.01 * day) / 30 : 0;
  return LEVEL + weekend + trend + SIGMA * noise;
}

function noiseOf(kind: NoiseKind, normal: () => number): () => number {
  if (kind === "t4") return () => studentT4(normal);
  if (kind === "gaps") return () => (Math.abs(normal()) > TENTH_QUANTILE ? Number.NaN : normal());
  if (kind !== "ar05" && kind !== "ar08") return normal;
  const phi = kind === "ar05" ? 0.5 : 0.8;
  let state = normal();
  return () => {
    state = phi * state + Math.sqrt(1 - phi * phi) * normal();
    return state;
  };
}

/** A normal number is further from 0 than this once in ten times. */
const TENTH_QUANTILE = 1.645;

/** Student t with 4 degrees of freedom, scaled to variance 1. */
function studentT4(normal: () => number): number {
  let chiSquare = 0;
  for (let i = 0; i < 4; i++) chiSquare += normal() ** 2;
  return normal() / Math.sqrt(chiSquare / 4) / Math.SQRT2;
}
