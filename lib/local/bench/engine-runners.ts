import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";
import { newSeriesScores, type SeriesScores, scoreSeries } from "#core/spc/score-series.ts";
import { Z_STATUS } from "#core/spc/z-score.ts";
import { FLEET_FLOOR, type FleetSize } from "./engine-fleet.ts";

const run = promisify(execFile);

/** What an implementation took for one pass over the fleet, and what it found: all must find the same. */
export const Measurement = z.object({
  cpuSeconds: z.number().positive(),
  sumOfZ: z.number(),
  scored: z.number(),
  flat: z.number(),
  flags: z.array(z.number()).length(4),
  rocBeyond25: z.number(),
});
export type Measurement = z.infer<typeof Measurement>;

/** A fleet in memory, and the file that holds the same bytes. */
export interface Fleet extends FleetSize {
  readonly values: Float64Array;
  readonly path: string;
}
export type Runner = (fleet: Fleet, repeats: number) => Promise<Measurement>;

/** The production path in this process. */
export const runProduction: Runner = async ({ values, series, days }, repeats) => {
  const rows = Array.from({ length: series }, (_, index) =>
    values.subarray(index * days, (index + 1) * days),
  );
  const scores = newSeriesScores(days);
  const start = process.cpuUsage();
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const row of rows) scoreSeries(row, FLEET_FLOOR, scores);
  }
  const { user, system } = process.cpuUsage(start);
  const found = { sumOfZ: 0, scored: 0, flat: 0, flags: [0, 0, 0, 0], rocBeyond25: 0 };
  for (const row of rows) count(scoreSeries(row, FLEET_FLOOR, scores), found);
  return { cpuSeconds: Math.max(1, user + system) / 1e6 / repeats, ...found };
};

function count(scores: SeriesScores, found: Omit<Measurement, "cpuSeconds">): void {
  const { rule1, rule2, rule3, rule4 } = scores.westernElectric;
  scores.zScores.status.forEach((status, day) => {
    if (status <= Z_STATUS.floored) {
      found.scored++;
      found.sumOfZ += scores.zScores.z[day] ?? 0;
    }
    if (status === Z_STATUS.flat) found.flat++;
    if (Math.abs(scores.rateOfChange.pct[day] ?? 0) > 25) found.rocBeyond25++;
  });
  [rule1, rule2, rule3, rule4].forEach((flags, rule) => {
    found.flags[rule] = flags.reduce((sum, flag) => sum + flag, found.flags[rule] ?? 0);
  });
}

/** Compiles `engine.c` into `directory`. Rejects where there is no compiler. */
export async function compileC(directory: string): Promise<Runner> {
  const program = join(directory, "engine");
  await run("cc", ["-O3", "-march=native", "-o", program, sourcePath("./engine.c"), "-lm"]);
  return (fleet, repeats) => runProgram([program], fleet, repeats);
}

/** Rejects where there is no `python3` that can import numpy. */
export async function findNumpy(): Promise<Runner> {
  await run("python3", ["-c", "import numpy"]);
  return (fleet, repeats) => runProgram(["python3", sourcePath("./engine.py")], fleet, repeats);
}

async function runProgram(
  [program = "", ...options]: string[],
  fleet: Fleet,
  repeats: number,
): Promise<Measurement> {
  const { absolute, relative } = FLEET_FLOOR;
  const sizes = [fleet.series, fleet.days, repeats, absolute, relative].map(String);
  const { stdout } = await run(program, [...options, fleet.path, ...sizes], {
    env: { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" },
  });
  return Measurement.parse(JSON.parse(stdout));
}

function sourcePath(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
