import { afterEach, describe, expect, it, vi } from "vitest";
import { CANARY_MISSED } from "#core/canary/is-canary-found.ts";
import { world } from "./world.ts";

/** What a broken scoring makes of every Z; null: it works. */
const broken = vi.hoisted((): { z: ((z: number) => number) | null } => ({ z: null }));

vi.mock("#core/spc/z-score.ts", async (importOriginal) => {
  const real = await importOriginal<typeof import("#core/spc/z-score.ts")>();
  const zScores: typeof real.zScores = (...given) => {
    const scores = real.zScores(...given);
    return broken.z === null ? scores : { ...scores, z: scores.z.map(broken.z) };
  };
  return { ...real, zScores };
});

afterEach(() => {
  broken.z = null;
});

describe("the canary", () => {
  it("is found by a scoring that works, and nobody but the answer hears of it", async () => {
    const { evaluate, alerts } = world([]);
    expect(await evaluate()).toMatchObject({
      isCanaryFound: true,
      warnings: [],
      openAlerts: 0,
      messages: [],
    });
    expect(alerts.outbox).toEqual([]);
    expect(JSON.stringify([...alerts.rows.values()])).not.toContain("canary");
  });

  it.each([
    ["is blind", () => 0],
    ["halves what it sees", (z: number) => z / 3],
    ["turns signs", (z: number) => -z],
    ["cries at everything", () => 9],
  ])("is missed by a scoring that %s, and the run is warned", async (_, change) => {
    broken.z = change;
    expect(await world([]).evaluate()).toMatchObject({ isCanaryFound: false, warnings: [CANARY_MISSED] });
  });
});
