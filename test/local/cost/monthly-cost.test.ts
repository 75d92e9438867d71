import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { alternativeCost, networkCost, pipelineCost } from "#lib/local/cost/monthly-cost.ts";
import type { RunCounts } from "#lib/local/cost/run-counts.ts";
import { generatedCost } from "#lib/local/generate/cost-table.ts";

const COUNTS: RunCounts = {
  resources: 371,
  series: 2000,
  cloudWatchMetrics: 2000,
  stateTransitions: 1000,
  lambdaCalls: 100,
  s3Writes: 1000,
  s3Reads: 10_000,
  archiveBytes: 1e7,
  snapshotBytes: 1e5,
};
const byService = (lines: ReturnType<typeof pipelineCost>) =>
  Object.fromEntries(lines.map(({ service, usdPerMonth }) => [service, usdPerMonth]));

/** By hand, from list prices: 2,000 x 30 x $0.01 / 1,000; 1,000 x 30 x $0.025 / 1,000; and so on. */
describe("a month of the pipeline", () => {
  const cost = byService(pipelineCost(COUNTS));

  it("pays CloudWatch for each metric requested, once a day", () => {
    expect(cost["CloudWatch GetMetricData"]).toBeCloseTo(0.6, 10);
  });

  it("pays Step Functions for each state entered", () => {
    expect(cost["Step Functions"]).toBeCloseTo(0.75, 10);
  });

  it("pays Lambda at most for 30 s of half a GB a call: 3,000 calls of runs, 2,880 samples", () => {
    // 5,880 x 15 GB-s x $0.0000133334 + 5,880 x $0.0000002
    expect(cost.Lambda).toBeCloseTo(1.17601 + 0.001176, 4);
  });

  it("pays S3 for calls, and for 90 days of what a run and 96 snapshots a day leave", () => {
    // 32,880 x $0.000005 + 302,880 x $0.0000004 + 90 x (10 MB + 9.6 MB) x $0.023 / GB
    expect(cost.S3).toBeCloseTo(0.1644 + 0.121152 + 0.040572, 6);
  });

  it("adds two interface endpoints of $7.30, or one NAT gateway of $32.85, or nothing", () => {
    expect(networkCost().map(({ usdPerMonth }) => usdPerMonth)).toEqual([0, 14.6, 32.85]);
  });
});

describe("the same coverage elsewhere", () => {
  it("costs what an independent calculation of November 2026 says, for 2,000 series of 371 resources", () => {
    const [anomaly, guru, agent] = alternativeCost(COUNTS, 233).map(({ usdPerMonth }) =>
      Math.round(usdPerMonth),
    );
    expect([anomaly, guru, agent]).toEqual([600, 1122, 3495]);
  });
});

describe("docs/cost.md", () => {
  it.each([...generatedCost()])("%s is what the counts and prices give", (path, text) => {
    expect(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8")).toBe(text);
  });
});
