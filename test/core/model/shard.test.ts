import { describe, expect, it } from "vitest";
import { ShardResult } from "#core/model/shard.ts";

const MANY = 10_000_000;
const COUNTS = { in: MANY, out: MANY, skipped: MANY, calls: MANY, units: MANY, ms: MANY };

/** The longest names that there are: a source, an account, a region, a run of 80 characters (the limit of an execution's name). */
const SHARD = "cloudwatch-111111111111-ap-southeast-1-016";
const WORST = {
  shard: SHARD,
  state: "partial",
  key: `runs/${"r".repeat(80)}/07-aggregate-daily/${SHARD}`,
  counts: COUNTS,
  normalised: COUNTS,
  error: "e".repeat(160),
};

describe("what one shard answers", () => {
  it("is never more than 700 bytes", () => {
    expect(JSON.stringify(ShardResult.parse(WORST)).length).toBeLessThanOrEqual(700);
  });

  it("may not say more of its error than 160 characters", () => {
    expect(ShardResult.safeParse({ ...WORST, error: "e".repeat(161) }).success).toBe(false);
  });
});
