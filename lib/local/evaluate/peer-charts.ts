import { percentile } from "#core/spc/percentile.ts";

/** A peer's score of every step, rising with suspicion; NaN where it cannot say. */
export type PeerChart = (values: Float64Array) => Float64Array;

const WEIGHT = 0.2;
/** A single step counts at most this much in the weighted mean, as in the engine. */
const CUT = 4;
const MAD_TO_SIGMA = 1.4826;

/** |Z| against the mean and standard deviation (n - 1) of the `window` steps before. */
export function plainZ(window: number): PeerChart {
  return (values) => trailing(values, window, meanAndDeviation).map(Math.abs);
}

/** The same with median and median absolute deviation. */
export function medianMad(window: number): PeerChart {
  return (values) => trailing(values, window, medianAndMad).map(Math.abs);
}

/** Exponentially weighted mean (weight 0.2) of that Z, in its asymptotic standard deviations. */
export function ewmaOfZ(window: number): PeerChart {
  return (values) => {
    let mean = 0;
    return trailing(values, window, meanAndDeviation).map((z) => {
      if (Number.isNaN(z)) return Number.NaN;
      mean += WEIGHT * (Math.min(CUT, Math.max(-CUT, z)) - mean);
      return Math.abs(mean) / Math.sqrt(WEIGHT / (2 - WEIGHT));
    });
  };
}

type Centre = (past: number[]) => readonly [centre: number, spread: number];

function trailing(values: Float64Array, window: number, centreOf: Centre): Float64Array {
  return values.map((value, step) => {
    const past: number[] = [];
    for (let before = Math.max(0, step - window); before < step; before++) {
      const known = values[before] ?? Number.NaN;
      if (!Number.isNaN(known)) past.push(known);
    }
    if (past.length < window / 2 || Number.isNaN(value)) return Number.NaN;
    const [centre, spread] = centreOf(past);
    if (spread > 0) return (value - centre) / spread;
    return value === centre ? 0 : Number.POSITIVE_INFINITY;
  });
}

function meanAndDeviation(past: number[]): readonly [number, number] {
  const mean = past.reduce((sum, value) => sum + value, 0) / past.length;
  const squares = past.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / (past.length - 1))];
}

function medianAndMad(past: number[]): readonly [number, number] {
  const median = percentile(past, 0.5);
  const ways = past.map((value) => Math.abs(value - median));
  return [median, percentile(ways, 0.5) * MAD_TO_SIGMA];
}
