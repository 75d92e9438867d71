import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { helpText } from "#lib/local/command-line/command.ts";
import { COMMANDS } from "#lib/local/commands/commands.ts";
import { generatedCommandPages } from "#lib/local/generate/command-pages.ts";
import packageJson from "../../../package.json" with { type: "json" };
import { runCommandLine } from "./spawned.ts";

/** The CDK's program: `cdk` starts it, nobody else. */
const NOT_COMMANDS = ["app"];
const scripts: Readonly<Record<string, string>> = packageJson.scripts;
const DATABASE_VARIABLES = [
  "DATABASE_URL",
  "DATABASE_SECRET_ARN",
  "DB_HOST",
  "DB_PORT",
  "DB_USER",
  "DB_PASSWORD",
  "DB_NAME",
];
const NOBODY = { DATABASE_URL: "mysql://user:secret-word@127.0.0.1:9/test?ssl=off" };

describe("every command", () => {
  it("is a file of bin/, a script of package.json and a part of docs/commands.md", () => {
    const files = readdirSync("bin").map((file) => file.replace(".ts", ""));
    expect(COMMANDS.map(({ name }) => name).toSorted()).toEqual(
      files.filter((file) => !NOT_COMMANDS.includes(file)).toSorted(),
    );
    // Without `exec` a shell stands between npm and the command, and a signal to npm does not reach it.
    for (const { name } of COMMANDS) expect(scripts[name]).toMatch(RegExp(`^exec node .*bin/${name}\\.ts$`));
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

describe("a command whose output nobody reads", () => {
  it("ends without a word, as others do after | head -1", async () => {
    const { exitCode, stderr } = await runCommandLine("pipeline", ["--help"], { unread: "stdout" });
    expect([exitCode, stderr]).toEqual([141, ""]);
  });

  it("says so where its output cannot be kept", async () => {
    const full = spawnSync("sh", ["-c", "exec node bin/pipeline.ts --help > /dev/full"], {
      encoding: "utf8",
    });
    expect([full.status, full.stderr]).toEqual([
      1,
      "standard output cannot be written: ENOSPC: no space left on device, write\n",
    ]);
  });
});

describe("a command that fails", () => {
  it.each([
    ["demo", ["--out", "package.json"], "package.json: it is there already, and no folder"],
    ["demo", ["--out", "package.json/x"], "package.json/x: a part of it is a file and not a folder"],
    [
      "backtest",
      ["--input", "a.csv", "--out", "package.json/x.csv"],
      "package.json: it is there already, and no folder",
    ],
  ])("%s %j says which file is wrong before it does anything", async (name, args, message) => {
    const { exitCode, stdout, stderr } = await runCommandLine(name, args);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(2);
  });

  it("names a variable that is set and empty, and a run that the archive does not have", async () => {
    const empty = await runCommandLine("alerts", ["list"], { env: { ...NOBODY, DB_HOST: "" } });
    expect(empty.stderr).toMatch(
      /^EnvironmentInvalid: .*set and empty: give it a value, or unset it\n.*DB_HOST\n/,
    );
    const ARCHIVE_URL = pathToFileURL(mkdtempSync(join(tmpdir(), "pim-test-"))).href;
    const run = await runCommandLine("reports", ["--run", "never", "--out", fileURLToPath(ARCHIVE_URL)], {
      env: { ARCHIVE_URL },
    });
    expect([run.exitCode, run.stdout]).toEqual([1, ""]);
    expect(run.stderr).toMatch(/^InputInvalid: the archive of ARCHIVE_URL has no inventory of run never /);
    rmSync(fileURLToPath(ARCHIVE_URL), { recursive: true });
  });

  it("says in a sentence what was wrong and what to do next, without a password or a stack", async () => {
    const { exitCode, stdout, stderr } = await runCommandLine("migrate", ["--json"], { env: NOBODY });
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^DatabaseUnavailable: .*\n.*npm run pipeline -- --check tries it\.\n$/);
    expect(stderr).not.toContain("secret-word");
  });

  it("says which variables name the database where none is set", async () => {
    const nowhere = Object.fromEntries(DATABASE_VARIABLES.map((name) => [name, undefined]));
    const { exitCode, stdout, stderr } = await runCommandLine("backtest", ["--from-db"], { env: nowhere });
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      "EnvironmentInvalid: set DATABASE_URL, or DB_HOST, DB_USER, DB_PASSWORD and DB_NAME; missing: DB_HOST, DB_USER, DB_NAME\n" +
        "Correct the variable that is named; the README's table says what each one means.\n",
    );
  });

  it.each([
    ["demo", ["--days", "0"], "--days 0: a whole number from 1 to 60 is accepted"],
    ["demo", ["--seed", "many"], "--seed many: a whole number from 0"],
    ["backtest", ["--input", "a.csv"], "give --input FILE.csv and --out FILE.csv, or --from-db"],
    [
      "backtest",
      ["--from-db", "--input", "a.csv"],
      "--from-db reads the database: leave --input and --labels out",
    ],
    ["backtest", ["--from-db", "--labels", "a.csv"], "leave --input and --labels out"],
    ["backtest", ["--from-db", "--days", "0"], "--days 0: a whole number from 1 to 400"],
    [
      "backtest",
      ["--input", "a.csv", "--out", "b.csv", "--days", "9"],
      "--days and --every-day go with --from-db",
    ],
    ["demo", ["--out", ""], "--out: the value is empty"],
    ["pipeline", ["--backfill", "many"], "--backfill many: a whole number from 1 to 400"],
    ["pipeline", ["--only", "redis,nonsense"], "--only: some of redis,rds,ec2,database,cloudwatch"],
    ["pipeline", ["--date", "2026-02-30"], "--date: a UTC day as YYYY-MM-DD"],
    ["pipeline", ["--from", "2026-11-03"], "--from and --to go together"],
    ["pipeline", ["--from", "2026-11-03", "--to", "2026-11-01"], "--from is later than --to"],
    ["pipeline", ["--date", "2026-11-01", "--backfill", "5"], "give one of --date, --from with --to"],
    ["pipeline", ["--take-over", "--dry-run"], "it goes with neither --dry-run nor --check"],
    [
      "backtest",
      ["--input", "a.csv", "--out", "./a.csv"],
      "--out ./a.csv: it is also --input, which would be lost",
    ],
    ["screenshots", ["--page", "package.json"], "package.json is no morning page with a chart"],
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
