/** Counter-based randomness: a number is a function of its key and counter alone, so any window can be computed by itself. */

const GOLDEN_RATIO_BITS = 0x9e3779b1;
const TWO_POW_32 = 4_294_967_296;
/** A difference of two uniforms in [0, 1) has variance 1/6. */
const UNIT_TRIANGLE = Math.sqrt(6) / 65_536;
/** Weights of the moving average fall by this factor a day. */
const DAILY_MEMORY = 0.3;
/** Days that the moving average looks back; 0.3^9 is under a ten-thousandth. */
const MEMORY_DAYS = 10;
/**
 * Within a day the level runs from half-way to yesterday's to half-way to tomorrow's, so a day's mean is 1/8, 3/4, 1/8 of three
 * levels, which has 0.71 of their variance at this memory (and a lag-1 autocorrelation of about 0.5): made good here.
 */
const INTERPOLATION_VARIANCE = 0.71;
/** One innovation in twenty of a heavy-tailed series is this many times wider. */
const WIDE_INNOVATION = 2.6;
const WIDE_SHARE = 0.05;

const MEMORY_WEIGHTS = unitVarianceWeights();

/** Weights that give the mean of a day, not its middle, a variance of one. */
function unitVarianceWeights(): readonly number[] {
  const raw = Array.from({ length: MEMORY_DAYS }, (_, lag) => DAILY_MEMORY ** lag);
  const length = Math.sqrt(raw.reduce((sum, weight) => sum + weight * weight, 0) * INTERPOLATION_VARIANCE);
  return raw.map((weight) => weight / length);
}

/** 32 well-mixed bits of a key and a counter (the finaliser of MurmurHash3). */
export function hashBits(key: number, counter: number): number {
  let bits = (key ^ Math.imul(counter, GOLDEN_RATIO_BITS)) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A 32-bit key of a text (FNV-1a, mixed once more with the seed). */
export function keyOf(text: string, seed = 0): number {
  let bits = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193);
  }
  return hashBits(bits, seed);
}

/** Uniform in [0, 1). */
export function uniformAt(key: number, counter: number): number {
  return hashBits(key, counter) / TWO_POW_32;
}

/** Zero mean, unit variance, within ±2.45: a triangular stand-in for a normal that costs one hash. */
export function triangleOf(bits: number): number {
  return ((bits & 0xffff) - (bits >>> 16)) * UNIT_TRIANGLE;
}

/** Standard normal by Box and Muller. */
function normalAt(key: number, counter: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformAt(key, counter)));
  return radius * Math.cos(2 * Math.PI * uniformAt(key ^ 0x5bd1e995, counter));
}

/**
 * Day-to-day noise of a series in the middle of the days `first` to `last`: zero mean, daily means of unit variance and lag-1 autocorrelation about 0.5. A
 * weighted sum of the last ten days' innovations rather than a recursion, so that a day's number is the same in every range.
 * Heavy-tailed series take one innovation in twenty wider.
 */
export function dailyNoise(key: number, first: number, last: number, isHeavyTailed = false): Float64Array {
  const innovations = Float64Array.from({ length: last - first + MEMORY_DAYS }, (_, index) => {
    const counter = first - MEMORY_DAYS + 1 + index;
    const isWide = isHeavyTailed && uniformAt(key ^ 0x2c1b3c6d, counter) < WIDE_SHARE;
    return normalAt(key, counter) * (isWide ? WIDE_INNOVATION : 1);
  });
  return Float64Array.from({ length: last - first + 1 }, (_, index) =>
    MEMORY_WEIGHTS.reduce(
      (sum, weight, lag) => sum + weight * (innovations[index + MEMORY_DAYS - 1 - lag] ?? 0),
      0,
    ),
  );
}
