import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineFleet, type FleetSize, fleetBytes } from "./engine-fleet.ts";
import {
  compileC,
  type Fleet,
  findNumpy,
  type Measurement,
  type Runner,
  runProduction,
} from "./engine-runners.ts";

/** The specification's order of fleet, and one ten times as large that no cache holds. */
const SIZES: readonly FleetSize[] = [
  { series: 2_000, days: 90 },
  { series: 20_000, days: 90 },
];
/** Many short turns rather than few long ones: a shared machine is seldom quiet for long. */
const ROUNDS = 21;
/** numpy is slower by an order of magnitude, so that fewer turns decide. */
const ROUNDS_PER_NUMPY_ROUND = 7;
/** Enough for the JIT compiler to settle; a whole number of passes over each size. */
const WARM_UP_POINTS = 9_000_000;
/** Points per measurement, so that the small fleet is measured as long as the large one. */
const POINTS_PER_MEASUREMENT = 900_000;

/** Speed of one implementation relative to another is a ratio of CPU seconds: above 1, ours is the faster one. */
export interface EngineSizeFigures extends FleetSize {
  /** Series-days scored per second of CPU time, one thread. */
  readonly pointsPerCpuSecond: number;
  /** Null where the comparison was skipped. */
  readonly ratioToC: number | null;
  readonly ratioToNumpy: number | null;
}

/** The worst of all sizes, each size, and a message for each comparison that could not be made here. */
export interface EngineFigures {
  readonly pointsPerCpuSecond: number;
  readonly ratioToC: number | null;
  readonly ratioToNumpy: number | null;
  readonly sizes: readonly EngineSizeFigures[];
  readonly skipped: readonly string[];
}

/**
 * Times the production scoring path beside the same algorithm in C and beside numpy: CPU seconds, the implementations
 * taking turns. Speed is that of the median turn; ratios are between the best turns, because what else the machine does
 * can only add time, and adds more to some than to others. Takes about 15 seconds.
 *
 * @throws Error if the implementations do not find the same: then a comparison of speed means nothing.
 */
export async function benchEngine(): Promise<EngineFigures> {
  const directory = await mkdtemp(join(tmpdir(), "engine-bench-"));
  try {
    const skipped: string[] = [];
    const c = await orSkip(compileC(directory), "C: no working `cc` on the PATH", skipped);
    const numpy = await orSkip(findNumpy(), "numpy: no `python3` on the PATH that imports numpy", skipped);
    const sizes: EngineSizeFigures[] = [];
    for (const size of SIZES) {
      const fleet: Fleet = {
        ...size,
        values: engineFleet(size),
        path: join(directory, `${size.series}.f64`),
      };
      await writeFile(fleet.path, fleetBytes(engineFleet(size)));
      sizes.push(await compare(fleet, c, numpy));
    }
    return {
      pointsPerCpuSecond: Math.min(...sizes.map((size) => size.pointsPerCpuSecond)),
      ratioToC: worst(sizes.map((size) => size.ratioToC)),
      ratioToNumpy: worst(sizes.map((size) => size.ratioToNumpy)),
      sizes,
      skipped,
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function compare(fleet: Fleet, c: Runner | null, numpy: Runner | null): Promise<EngineSizeFigures> {
  const points = fleet.series * fleet.days;
  const repeats = Math.max(1, Math.round(POINTS_PER_MEASUREMENT / points));
  const ours: Measurement[] = [];
  const inC: Measurement[] = [];
  const inNumpy: Measurement[] = [];
  await runProduction(fleet, WARM_UP_POINTS / points);
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await runProduction(fleet, repeats));
    if (c) inC.push(await c(fleet, repeats));
    if (numpy && round % ROUNDS_PER_NUMPY_ROUND === 0) inNumpy.push(await numpy(fleet, 1));
  }
  requireSameFindings([...ours, ...inC, ...inNumpy]);
  return {
    series: fleet.series,
    days: fleet.days,
    pointsPerCpuSecond: points / medianSeconds(ours),
    ratioToC: c && bestSeconds(inC) / bestSeconds(ours),
    ratioToNumpy: numpy && bestSeconds(inNumpy) / bestSeconds(ours),
  };
}

async function orSkip(runner: Promise<Runner>, message: string, skipped: string[]): Promise<Runner | null> {
  try {
    return await runner;
  } catch {
    skipped.push(message);
    return null;
  }
}

/** Counts must be equal; the sum of Z may differ by rounding, which the order of additions decides. */
function requireSameFindings([first, ...others]: readonly Measurement[]): void {
  for (const other of others) {
    const counts = [first, other].map((one) => JSON.stringify({ ...one, cpuSeconds: 0, sumOfZ: 0 }));
    const difference = Math.abs((first?.sumOfZ ?? Number.NaN) - other.sumOfZ);
    if (counts[0] !== counts[1] || !(difference <= 1e-9 * other.scored)) {
      throw new Error(`the engines disagree: ${JSON.stringify(first)} and ${JSON.stringify(other)}`);
    }
  }
}

function bestSeconds(measurements: readonly Measurement[]): number {
  return Math.min(...measurements.map((measurement) => measurement.cpuSeconds));
}

function medianSeconds(measurements: readonly Measurement[]): number {
  const seconds = measurements.map((measurement) => measurement.cpuSeconds).sort((a, b) => a - b);
  return seconds[Math.floor(seconds.length / 2)] ?? Number.NaN;
}

function worst(ratios: readonly (number | null)[]): number | null {
  const known = ratios.filter((ratio) => ratio !== null);
  return known.length === 0 ? null : Math.min(...known);
}
