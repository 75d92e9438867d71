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
        // npm passes on what the terminal has sent already.
        setTimeout(() => kill("SIGINT"), 10);
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

  it("goes on to its end where nobody reads what it says of its progress", async () => {
    const { exitCode, stdout } = await runCommandLine("pipeline", [], { unread: "stderr" });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("COMPLETE, 2026-11-01 to 2026-11-02");
    expect(await world.sql("SELECT run_id FROM infra_run_lease")).toEqual([{ run_id: null }]);
  });

  it("says why it waits, and what to do where it ends badly", async () => {
    const { exitCode, stderr } = await runCommandLine("pipeline", [], {
      env: { ARCHIVE_URL: "file:///dev/null/archive" },
      onError(text, kill) {
        if (text.includes("it is tried again")) kill("SIGTERM");
      },
    });
    expect(exitCode).toBe(143);
    expect(stderr).toMatch(/00-open-run: ArchiveUnavailable: .*ENOTDIR.*; it is tried again/);
    const future = await runCommandLine("pipeline", ["--date", "2036-01-01"]);
    expect(future.exitCode).toBe(1);
    expect(future.stdout).toContain("InputInvalid: 2036-01-01 is not over");
    expect(future.stderr).toMatch(/Correct it and start again; --help has examples\.\n$/);
  });

  it("fails a check that finds something that is not ok, so that a script can tell", async () => {
    expect(await runCommandLine("pipeline", ["--check"])).toMatchObject({ exitCode: 0 });
    const env = { PROMETHEUS_URL: "http://127.0.0.1:9" };
    const { exitCode, stdout } = await runCommandLine("pipeline", ["--check", "--json"], { env });
    expect(exitCode).toBe(1);
    const { checks } = JSON.parse(stdout);
    expect(checks).toContainEqual(expect.objectContaining({ what: "Prometheus", ok: false }));
  });
});
