import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import { type PipelineWorld, startWorld } from "./harness.ts";

const server = await startTestServer();

describe.skipIf(server === undefined)("the world that the tests of the whole pipeline run in", () => {
  let world: PipelineWorld;
  beforeAll(async () => {
    const t = performance.now();
    world = await startWorld(server);
    console.log("start", performance.now() - t);
  });
  beforeEach(async () => {
    const t = performance.now();
    await world.reset();
    console.log("reset", performance.now() - t);
  });
  afterAll(async () => {
    await world?.close();
    await server?.stop();
  });

  it("runs the daily run over a small estate to COMPLETE in well under a second", async () => {
    for (let i = 0; i < 3; i++) {
      const t = performance.now();
      const run = await world.run({});
      console.log("run", performance.now() - t, run.from, run.to, run.warnings, run.messages);
      console.log(run.steps.map((s) => `${s.step} ${s.state} ${s.durationMs}`).join("\n"));
      expect(run).toMatchObject({ state: "COMPLETE", error: null });
    }
    const t = performance.now();
    const dump = await world.dump();
    console.log("dump", performance.now() - t, Object.entries(dump).map(([k, v]) => `${k} ${v.length} ${v[0]}`));
  });
});
