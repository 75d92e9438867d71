import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { STAGES } from "#contract/stages.ts";
import { bundleStages } from "#lib/aws/bundle.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "bundle-"));
  mkdirSync(join(root, "config"));
  writeFileSync(join(root, "config", "pipeline_config.yaml"), "environment: test\n");
  for (const { id } of STAGES) {
    mkdirSync(join(root, "lambdas", "stages", id), { recursive: true });
    const source = `import { handlerOf } from "../shared.ts";\nexport const handler = handlerOf("${id}");\n`;
    writeFileSync(join(root, "lambdas", "stages", id, "handler.ts"), source);
  }
  const shared =
    "declare const require: (name: string) => { EOL: string };\n" +
    'export const handlerOf = (id: string) => async () => ({ id, eol: require("node:os").EOL });\n';
  writeFileSync(join(root, "lambdas", "stages", "shared.ts"), shared);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const bundleOf = (outdir: string, stage: string) => join(outdir, stage, "index.mjs");

describe("bundling", () => {
  it("gives each stage a module of its own that Node loads, `require` included", async () => {
    const outdir = join(root, "dist");
    await bundleStages({ root, outdir });
    for (const { id } of STAGES) {
      const { handler } = await import(pathToFileURL(bundleOf(outdir, id)).href);
      expect(await handler()).toEqual({ id, eol: "\n" });
    }
  });

  it("gives the same bytes twice, and leaves nothing of the time before", async () => {
    const outdir = join(root, "dist");
    await bundleStages({ root, outdir });
    const before = readFileSync(bundleOf(outdir, "10-score"));
    writeFileSync(join(outdir, "stale.mjs"), "");
    await bundleStages({ root, outdir });
    expect(readFileSync(bundleOf(outdir, "10-score")).equals(before)).toBe(true);
    expect(existsSync(join(outdir, "stale.mjs"))).toBe(false);
  });

  it("puts the config beside 00, which checks it, and beside no other stage", async () => {
    const outdir = join(root, "dist");
    await bundleStages({ root, outdir });
    const withConfig = STAGES.filter(({ id }) =>
      existsSync(join(outdir, id, "config", "pipeline_config.yaml")),
    );
    expect(withConfig.map(({ id }) => id)).toEqual(["00-open-run"]);
  });

  it("names the stage that has no handler", async () => {
    rmSync(join(root, "lambdas", "stages", "09-baseline", "handler.ts"));
    await expect(bundleStages({ root, outdir: join(root, "dist") })).rejects.toThrow(
      "stage 09-baseline has no handler",
    );
  });
});
