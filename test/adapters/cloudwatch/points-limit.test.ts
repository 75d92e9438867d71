import { describe, expect, it } from "vitest";
import { pointsLimit } from "#adapters/cloudwatch/points-limit.ts";

function fakeClock() {
  let atMs = 0;
  return {
    now: () => atMs,
    sleep: async (ms: number) => {
      atMs += ms;
    },
    advance(ms: number) {
      atMs += ms;
    },
  };
}

describe("pointsLimit", () => {
  it("holds the rate on average over requests larger than a second's worth", async () => {
    const clock = fakeClock();
    const limit = pointsLimit(1000, clock);
    for (let request = 0; request < 11; request += 1) await limit(2500);
    // The first is free; each of the ten others waits for the 2,500 points before it at 1,000 a second.
    expect(clock.now()).toBe(25_000);
  });

  it("does not save up more than a second while nobody asks", async () => {
    const clock = fakeClock();
    const limit = pointsLimit(1000, clock);
    clock.advance(60_000);
    await limit(1000);
    expect(clock.now()).toBe(60_000);
    await limit(500);
    expect(clock.now()).toBe(60_500);
  });

  it("never waits without a limit", async () => {
    const clock = fakeClock();
    await pointsLimit(Number.POSITIVE_INFINITY, clock)(1e12);
    expect(clock.now()).toBe(0);
  });
});
