import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { helpText } from "#lib/local/command-line/command.ts";
import { COMMANDS } from "#lib/local/commands/commands.ts";
import { generatedCommandPages } from "#lib/local/generate/command-pages.ts";
import packageJson from "../../../package.json" with { type: "json" };
import { runCommandLine } from "./spawned.ts";

/** The CDK's program: `cdk` starts it, nobody else. */
const NOT_COMMANDS = ["app"];
const scripts: Readonly<Record<string, string>> = packageJson.scripts;
const NOBODY = { DATABASE_URL: "mysql://user:secret-word@127.0.0.1:9/test?ssl=off" };

describe("every command", () => {
  it("is a file of bin/, a script of package.json and a part of docs/commands.md", () => {
    const files = readdirSync("bin").map((file) => file.replace(".ts", ""));
    expect(COMMANDS.map(({ name }) => name).toSorted()).toEqual(
      files.filter((file) => !NOT_COMMANDS.includes(file)).toSorted(),
    );
    for (const { name } of COMMANDS) expect(scripts[name]).toContain(`bin/${name}.ts`);
    for (const [path, text] of generatedCommandPages())
      expect(readFileSync(path, "utf8"), `${path} is stale: npm run generate`).toBe(text);
  });

  it("has examples that name it", () => {
    for (const { name, examples } of COMMANDS) {
      expect(examples.length).toBeGreaterThan(0);
      for (const [line] of examples) expect(line.split(" ")[0]).toBe(name);
    }
  });

  it.each(COMMANDS)("$name answers --help with its text, plain where it is piped", async (command) => {
    const { exitCode, stdout, stderr } = await runCommandLine(command.name, ["--help"]);
    expect([exitCode, stdout, stderr]).toEqual([0, `${helpText(command)}\n`, ""]);
  });

  it.each(COMMANDS)("$name refuses an option that it does not have, with exit code 2", async ({ name }) => {
    const { exitCode, stdout, stderr } = await runCommandLine(name, ["--frobnicate"]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("--frobnicate");
    expect(stderr).toContain(`npm run ${name} -- --help`);
  });
});

describe("a command that fails", () => {
  it("says in a sentence what was wrong and what to do next, without a password or a stack", async () => {
    const { exitCode, stdout, stderr } = await runCommandLine("migrate", ["--json"], { env: NOBODY });
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^DatabaseUnavailable: .*\n.*npm run pipeline -- --check tries it\.\n$/);
    expect(stderr).not.toContain("secret-word");
  });

  it.each([
    ["demo", ["--days", "0"], "--days 0: a whole number from 1 to 60 is accepted"],
    ["demo", ["--seed", "many"], "--seed many: a whole number from 0"],
    ["backtest", ["--input", "a.csv"], "give --input FILE.csv and --out FILE.csv"],
    ["alerts", [], "give one of list, show, acknowledge, silence, refute"],
    ["alerts", ["list", "show"], "give one of list, show"],
    ["alerts", ["list", "--note", "x"], "--note: not for this action"],
    ["alerts", ["silence", "--alert", "gi5k70mpmv", "--note", "x"], "--until: a silence must end"],
  ])("%s %j is a wrong option", async (name, args, message) => {
    const { exitCode, stderr } = await runCommandLine(name, args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
