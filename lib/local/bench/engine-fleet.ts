import { endianness } from "node:os";

/** Number of series, and of consecutive days in each. */
export interface FleetSize {
  readonly series: number;
  readonly days: number;
}

/** Sigma floor of every series of the fleet; the constant ones lie under it. */
export const FLEET_FLOOR = { absolute: 1e-9, relative: 1e-3 };

const HOLE_SHARE = 0.03;
const SHIFT_SHARE = 0.001;
const CONSTANT_EVERY = 50;

/**
 * A made-up fleet that takes every branch of the engine: noise around different levels, holes, level shifts, and one
 * constant series in fifty. The same bytes for the same size, so that every implementation can be given them.
 */
export function engineFleet({ series, days }: FleetSize): Float64Array<ArrayBuffer> {
  const random = uniform(20_261_121);
  const values = new Float64Array(series * days);
  for (let index = 0; index < series; index++) {
    const level = 5 + 95 * random();
    const noise = index % CONSTANT_EVERY === 0 ? 0 : level * 0.2 * random();
    let shift = 0;
    for (let day = 0; day < days; day++) {
      if (noise > 0 && random() < SHIFT_SHARE) shift += noise * 4;
      values[index * days + day] =
        random() < HOLE_SHARE ? Number.NaN : level + shift + noise * roughlyNormal(random);
    }
  }
  return values;
}

/** Bytes of the fleet as the C and Python programs read them. */
export function fleetBytes(fleet: Float64Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (endianness() !== "LE") throw new Error("the engine bench writes little-endian doubles only");
  return new Uint8Array(fleet.buffer, fleet.byteOffset, fleet.byteLength);
}

/** Twelve uniforms minus their mean: variance 1. */
function roughlyNormal(random: () => number): number {
  let sum = -6;
  for (let draw = 0; draw < 12; draw++) sum += random();
  return sum;
}

/** Linear congruential generator of Numerical Recipes, modulo 2^32. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
