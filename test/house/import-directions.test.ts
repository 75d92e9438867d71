import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { ALLOWED, PACKAGES, PLANTED } from "./planted-imports.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const RULES = join(ROOT, ".dependency-cruiser.mjs");
const COMMAND = join(ROOT, "node_modules/.bin/depcruise");

const Config = z.object({ default: z.object({ forbidden: z.array(z.object({ name: z.string() })) }) });
const Result = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** The summary of a cruise; its exit code is the number of violations. */
async function cruise(directory: string, ...folders: string[]) {
  const args = ["--config", ".dependency-cruiser.mjs", "--output-type", "json", ...folders];
  const { stdout } = await promisify(execFile)(COMMAND, args, { cwd: directory, maxBuffer: 2 ** 28 }).catch(
    (error: unknown) => z.object({ stdout: z.string() }).parse(error),
  );
  return Result.parse(JSON.parse(stdout)).summary;
}

function write(directory: string, path: string, text: string): void {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function plantedTree(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "import-directions-")));
  cpSync(RULES, join(directory, ".dependency-cruiser.mjs"));
  cpSync(join(ROOT, "package.json"), join(directory, "package.json"));
  for (const name of PACKAGES) {
    write(
      directory,
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: "1.0.0", main: "index.js" }),
    );
    write(directory, `node_modules/${name}/index.js`, "");
  }
  for (const [path, imports] of ALLOWED) write(directory, path, `${imports}\nexport const P = 1;\n`);
  for (const [path, imports] of PLANTED) write(directory, path, `${imports}\nexport const P = 1;\n`);
  return directory;
}

describe("the import directions (design, 3)", () => {
  let directory = "";
  let violations: Awaited<ReturnType<typeof cruise>>["violations"] = [];
  beforeAll(async () => {
    directory = plantedTree();
    ({ violations } = await cruise(directory, "bin", "lib", "lambdas", "test"));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("have a planted violation for every rule", async () => {
    const { forbidden } = Config.parse(await import(pathToFileURL(RULES).href)).default;
    expect(new Set(PLANTED.map(([, , rule]) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
  });

  it.each(PLANTED)("%s with %s is caught by %s", (path, _, rule) => {
    expect(violations.filter(({ from }) => from === path).map(({ rule: broken }) => broken.name)).toContain(
      rule,
    );
  });

  it("allow what the design allows: nothing but what was planted is reported", () => {
    const planted = new Set(PLANTED.map(([path]) => path));
    expect(violations.filter(({ from }) => !planted.has(from))).toEqual([]);
  });
});

describe("the project", () => {
  it("breaks none of them, in more than 500 modules: the tool sees the code and not only its file names", async () => {
    const { totalCruised, violations } = await cruise(ROOT, "bin", "lib", "lambdas", "test", "config");
    expect(violations).toEqual([]);
    expect(totalCruised).toBeGreaterThan(500);
  });
});
