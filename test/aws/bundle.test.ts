import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { FUNCTIONS, type FunctionId, MIGRATOR, OPERATIONS } from "#contract/stages.ts";
import { bundleFunctions, layOutConfig } from "#lib/aws/bundle.ts";
import { CONFIG_DIRECTORY } from "../support/pipeline-rows.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "bundle-"));
  mkdirSync(join(root, "config"));
  for (const file of ["metrics_config.yaml", "pipeline_config.yaml", "pipeline_config.dev.yaml"])
    writeFileSync(join(root, "config", file), "environment: test\n");
  mkdirSync(join(root, "sql"));
  writeFileSync(join(root, "sql", "02_create_analytics_schema.sql"), "-- the tables\n");
  for (const { id } of FUNCTIONS) {
    const folder = sourceOf(id);
    mkdirSync(folder, { recursive: true });
    const source = `import { handlerOf } from "../../shared.ts";\nexport const handler = handlerOf("${id}");\n`;
    writeFileSync(join(folder, "handler.ts"), source);
  }
  const shared =
    "declare const require: (name: string) => { EOL: string };\n" +
    'export const handlerOf = (id: string) => async () => ({ id, eol: require("node:os").EOL });\n';
  writeFileSync(join(root, "lambdas", "shared.ts"), shared);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const sourceOf = (id: FunctionId) =>
  join(root, "lambdas", OPERATIONS.some((one) => one.id === id) ? "operations" : "stages", id);
const bundleOf = (outdir: string, stage: string) => join(outdir, stage, "index.mjs");

describe("bundling", () => {
  it("gives each stage a module of its own that Node loads, `require` included", async () => {
    const outdir = join(root, "dist");
    await bundleFunctions({ root, outdir });
    for (const { id } of FUNCTIONS) {
      const { handler } = await import(pathToFileURL(bundleOf(outdir, id)).href);
      expect(await handler()).toEqual({ id, eol: "\n" });
    }
  });

  it("gives the same bytes twice, and leaves nothing of the time before", async () => {
    const outdir = join(root, "dist");
    await bundleFunctions({ root, outdir });
    const before = readFileSync(bundleOf(outdir, "10-score"));
    writeFileSync(join(outdir, "stale.mjs"), "");
    await bundleFunctions({ root, outdir });
    expect(readFileSync(bundleOf(outdir, "10-score")).equals(before)).toBe(true);
    expect(existsSync(join(outdir, "stale.mjs"))).toBe(false);
  });

  it("puts the DDL beside the migration, so that a change of it is a change of the code", async () => {
    const outdir = join(root, "dist");
    await bundleFunctions({ root, outdir });
    expect(readFileSync(join(outdir, MIGRATOR.id, "sql", "02_create_analytics_schema.sql"), "utf8")).toBe(
      "-- the tables\n",
    );
  });

  it("puts the config beside no function, but into a folder of its own with one environment's overlay", async () => {
    const outdir = join(root, "dist");
    await bundleFunctions({ root, outdir });
    expect(FUNCTIONS.filter(({ id }) => existsSync(join(outdir, id, "config")))).toEqual([]);
    layOutConfig({ configDirectory: join(root, "config"), outdir: join(root, "layer") }, "dev");
    expect(readdirSync(join(root, "layer", "config")).toSorted()).toEqual([
      "metrics_config.yaml",
      "pipeline_config.dev.yaml",
      "pipeline_config.yaml",
    ]);
    layOutConfig({ configDirectory: join(root, "config"), outdir: join(root, "layer") }, null);
    expect(readdirSync(join(root, "layer", "config"))).toHaveLength(2);
  });

  it("lays out all that a run reads: its config is the one of the folder, costs included", async () => {
    layOutConfig({ configDirectory: CONFIG_DIRECTORY, outdir: join(root, "layer") }, null);
    const laidOut = await loadConfig(join(root, "layer", "config"), null);
    expect(laidOut.cost).not.toBeNull();
    expect(laidOut).toEqual(await loadConfig(CONFIG_DIRECTORY, null));
  });

  it("names the stage that has no handler", async () => {
    rmSync(join(root, "lambdas", "stages", "09-baseline", "handler.ts"));
    await expect(bundleFunctions({ root, outdir: join(root, "dist") })).rejects.toThrow(
      "stage 09-baseline has no handler",
    );
  });
});
