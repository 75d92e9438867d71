import { describe, expect, it } from "vitest";
import { SHARD_STATE_BYTES } from "#contract/state-limits.ts";
import { Shard, ShardResult } from "#core/model/shard.ts";

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

  it("takes with its plan and its collector's answer what the state has room for, and hardly less", () => {
    const plan = Shard.parse({
      ...{ id: SHARD, source: "cloudwatch", accountId: "111111111111", region: "ap-southeast-1" },
      ...{ offset: MANY, count: MANY },
    });
    const { normalised, ...collected } = WORST;
    const key = `runs/${"r".repeat(80)}/05c-collect-cloudwatch/${SHARD}`;
    // A comma each, in the lists that they are in.
    const bytes = [plan, { ...collected, key }, WORST].reduce(
      (total, part) => total + JSON.stringify(part).length + 1,
      0,
    );
    expect(bytes).toBeLessThanOrEqual(SHARD_STATE_BYTES);
    expect(bytes).toBeGreaterThan(SHARD_STATE_BYTES * 0.9);
    expect(normalised).toBe(COUNTS);
  });

  it("may not say more of its error than 160 characters", () => {
    expect(ShardResult.safeParse({ ...WORST, error: "e".repeat(161) }).success).toBe(false);
  });
});
