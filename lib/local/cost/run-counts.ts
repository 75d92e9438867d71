import * as z from "zod";
import counted from "./run-counts.json" with { type: "json" };

const count = z.int().nonnegative();

/** What AWS would bill for one daily run over the specification's fleet, counted by `npm run count-calls`. */
const RunCounts = z.strictObject({
  /** Resources in the estate that was read. */
  resources: count,
  /** Series that were scored. */
  series: count,
  /** Metrics requested of CloudWatch: each is one unit, its statistics included. */
  cloudWatchMetrics: count,
  /** States that the execution entered. */
  stateTransitions: count,
  /** Calls of stages: each is one invocation. */
  lambdaCalls: count,
  s3Writes: count,
  s3Reads: count,
  /** Archived by one run, compressed. */
  archiveBytes: count,
  /** One snapshot of the databases, compressed. */
  snapshotBytes: count,
});
export type RunCounts = z.infer<typeof RunCounts>;

export const RUN_COUNTS: RunCounts = RunCounts.parse(counted);
