/** Reproducible random draws for simulations: the same seed gives the same numbers on every machine. */
export interface RandomStream {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Whole number in [0, limit). */
  below(limit: number): number;
  /** Standard normal: Marsaglia's polar method. */
  normal(): number;
  /** Student's t, any degrees of freedom: Bailey's polar method (Mathematics of Computation 62, 1994). */
  studentT(degreesOfFreedom: number): number;
  /** exp(sigma x standard normal): median 1. */
  lognormal(sigma: number): number;
}

/** @example randomStream(1).normal() gives the same value each time */
export function randomStream(seed: number): RandomStream {
  const uniform = xoshiro128(seed);
  let spare: number | undefined;

  /** A point in the unit disc, centre excluded, and its squared radius. */
  const disc = (use: (x: number, y: number, radiusSquared: number) => number): number => {
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const radiusSquared = x * x + y * y;
      if (radiusSquared > 0 && radiusSquared < 1) return use(x, y, radiusSquared);
    }
  };
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    return disc((x, y, radiusSquared) => {
      const scale = Math.sqrt((-2 * Math.log(radiusSquared)) / radiusSquared);
      spare = y * scale;
      return x * scale;
    });
  };
  return {
    uniform,
    below: (limit) => Math.floor(uniform() * limit),
    normal,
    studentT: (df) => disc((x, _y, r2) => x * Math.sqrt((df * (r2 ** (-2 / df) - 1)) / r2)),
    lognormal: (sigma) => Math.exp(sigma * normal()),
  };
}

/** Blackman and Vigna's xoshiro128**, its state filled by splitmix32. */
function xoshiro128(seed: number): () => number {
  let mixed = seed | 0;
  const fill = () => {
    mixed = (mixed + 0x9e37_79b9) | 0;
    let word = Math.imul(mixed ^ (mixed >>> 16), 0x21f0_aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a_2d97);
    return word ^ (word >>> 15);
  };
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  const rotate = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits));
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result / 2 ** 32;
  };
}
