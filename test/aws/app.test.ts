import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TemporaryDirectory, temporaryDirectory } from "#lib/local/services/temporary-directory.ts";
import cdk from "../../cdk.json" with { type: "json" };
import { runCommandLine } from "../local/command-line/spawned.ts";
import { CONFIG_DIRECTORY } from "../support/pipeline-rows.ts";

let folder: TemporaryDirectory;
beforeAll(() => {
  folder = temporaryDirectory("app-config");
  cpSync(CONFIG_DIRECTORY, folder.path, { recursive: true });
});
afterAll(() => folder.remove());

/** Runs the app as the CDK's command line does, with `-c` values as it passes them on. */
const synthesise = (environment: string) =>
  runCommandLine("app", [], {
    env: { CDK_CONTEXT_JSON: JSON.stringify({ ...cdk.context, environment, config: folder.path }) },
  });

describe("a config that cannot be deployed", () => {
  it.each([
    ["an environment without a file", null, /^ConfigInvalid: pipeline_config\.none\.yaml cannot be read/],
    [
      "a file that the schema refuses",
      "ec2SampleShare: 7",
      /^ConfigInvalid: pipeline_config\.yaml with pipeline_config\.none\.yaml laid over it is not valid:\n {2}ec2SampleShare: /,
    ],
    [
      "a run before the day is there",
      'schedule: { at: "01:30", timeZone: UTC, isEnabled: true }',
      /^ConfigInvalid: .*\n {2}schedule\.at: 01:30 UTC is 01:30 UTC in a season/,
    ],
  ])("is refused in a sentence and without a stack trace: %s", async (_, overlay, sentence) => {
    if (overlay !== null)
      writeFileSync(join(folder.path, "pipeline_config.none.yaml"), `environment: none\n${overlay}\n`);
    const { exitCode, stderr } = await synthesise("none");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
