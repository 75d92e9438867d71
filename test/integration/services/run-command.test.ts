import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { runCommand } from "#lib/local/services/run-command.ts";

describe("a command", () => {
  it("gives its exit code, its output and what it was told on stdin", async () => {
    const result = await runCommand("sh", ["-c", "cat; echo problem >&2; exit 3"], { input: "told" });
    expect(result).toMatchObject({ exitCode: 3, stdout: "told" });
    expect(result.output).toContain("problem");
  });

  it("that takes too long is killed and has no exit code", async () => {
    expect(await runCommand("sleep", ["20"], { timeoutMs: 50 })).toMatchObject({ exitCode: null });
  });

  it("that does not exist gives the reason, and nothing keeps this process waiting", () => {
    const module = new URL("../../../lib/local/services/run-command.ts", import.meta.url).href;
    const script = `import { runCommand } from "${module}";
      const { exitCode, output } = await runCommand("/nowhere/ghost", []); console.log(exitCode, output);`;
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
      timeout: 20_000,
    });
    expect(run.stdout).toBe("null spawn /nowhere/ghost ENOENT\n");
    expect(run.status).toBe(0);
  });
});
