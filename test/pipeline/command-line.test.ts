import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import { runCommandLine } from "../local/command-line/spawned.ts";
import { type PipelineWorld, startWorld } from "./harness.ts";

const server = await startTestServer();

let world: PipelineWorld;
beforeAll(async () => {
  if (server !== undefined) world = await startWorld(server);
});
beforeEach(() => (server === undefined ? undefined : world.reset()));
afterAll(async () => {
  await world?.close();
  await server?.stop();
});

describe.skipIf(server === undefined)("npm run pipeline", () => {
  it("prints the run as one JSON value, and everything else beside it", async () => {
    const { exitCode, stdout, stderr } = await runCommandLine("pipeline", ["--json", "--dry-run"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ state: "COMPLETE", to: "2026-11-02", error: null });
    expect(stderr).toContain("01-inventory: Discover EC2");
    expect(stderr).toContain("COMPLETE, 2026-11-01 to 2026-11-02");
  });

  it("gives its lease back at Ctrl-C and says by its exit code that it was stopped", async () => {
    await world.servers.setFaults([{ service: "ec2", kind: "hang" }]);
    let sent = false;
    const { exitCode, stderr } = await runCommandLine("pipeline", [], {
      onError(text, kill) {
        if (sent || !text.includes("01-inventory")) return;
        sent = true;
        kill("SIGINT");
      },
    });
    expect(stderr).toContain("stopping; once more to end at once");
    expect(exitCode).toBe(130);
    expect(await world.sql("SELECT run_id FROM infra_run_lease")).toEqual([{ run_id: null }]);
    const rows = await world.sql(
      "SELECT state FROM infra_monitoring_pipeline_log WHERE step = 'run' AND run_id LIKE 'local-%'",
    );
    expect(rows).toEqual([{ state: "SUPERSEDED" }]);
  });
});
