import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { CANARY_MISSED } from "#core/canary/is-canary-found.ts";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import { type PipelineWorld, startWorld } from "./harness.ts";

/** Whether the scoring is blind: every Z is 0. */
const scoring = vi.hoisted(() => ({ isBlind: false }));

vi.mock("#core/spc/z-score.ts", async (importOriginal) => {
  const real = await importOriginal<typeof import("#core/spc/z-score.ts")>();
  const zScores: typeof real.zScores = (...given) => {
    const scores = real.zScores(...given);
    return scoring.isBlind ? { ...scores, z: scores.z.map(() => 0) } : scores;
  };
  return { ...real, zScores };
});

const server = await startTestServer();
let world: PipelineWorld | undefined;

afterEach(() => {
  scoring.isBlind = false;
  vi.restoreAllMocks();
});
afterAll(async () => {
  await world?.close();
  await server?.stop();
});

/** A run, with every metric that it wrote as a log line. */
async function metricsOfRun(isBlind: boolean) {
  world ??= await startWorld(server, { hasHistory: false });
  await world.reset();
  scoring.isBlind = isBlind;
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  process.env.LOG_LEVEL = "info";
  const run = await world.run({}).finally(() => {
    process.env.LOG_LEVEL = "silent";
  });
  vi.restoreAllMocks();
  const metrics = written
    .filter((line) => line.includes("CloudWatchMetrics"))
    .map((line) => JSON.parse(line));
  const tables = JSON.stringify(await world.dumpEverything());
  return { run, metrics, tables };
}

describe.skipIf(server === undefined)("the canary of a run", () => {
  it("is found, and shows in no table and no message", async () => {
    const { run, metrics, tables } = await metricsOfRun(false);
    expect(run.state).not.toBe("FAILED");
    expect(metrics).toMatchObject([{ CanaryFound: 1 }]);
    expect(tables).toContain("infra_anomaly_scores");
    expect(tables).not.toMatch(/canary/i);
    expect(JSON.stringify(run.messages)).not.toMatch(/canary/i);
  });

  it("is missed when scoring is blind: the metric says so, and the run's row warns", async () => {
    const { run, metrics } = await metricsOfRun(true);
    expect(metrics).toMatchObject([{ CanaryFound: 0 }]);
    const rows = (await world?.log(run.name)) ?? [];
    expect(JSON.stringify(rows.find(({ step }) => step === "run")?.warnings)).toContain(CANARY_MISSED);
  });
});
