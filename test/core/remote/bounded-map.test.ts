import { describe, expect, it } from "vitest";
import { boundedMap } from "#core/remote/bounded-map.ts";

describe("boundedMap", () => {
  it("keeps the order of its items and never has more than the limit in flight", async () => {
    let inFlight = 0;
    let most = 0;
    const results = await boundedMap([5, 1, 4, 2, 3], 2, async (value) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, value));
      inFlight -= 1;
      return value * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30]);
    expect(most).toBe(2);
  });

  it("starts nothing more once one item failed", async () => {
    const started: number[] = [];
    const run = boundedMap([1, 2, 3, 4], 1, async (value) => {
      started.push(value);
      if (value === 2) throw new Error("no");
    });
    await expect(run).rejects.toThrow("no");
    expect(started).toEqual([1, 2]);
  });

  it("answers an empty list for an empty list", async () => {
    expect(await boundedMap([], 3, async () => 1)).toEqual([]);
  });
});
