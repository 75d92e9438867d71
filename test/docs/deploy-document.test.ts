import { existsSync, readFileSync } from "node:fs";
import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { SOURCES } from "#core/model/resource.ts";
import { placeholderStack } from "#lib/local/state-machine/definition.ts";
import { parseInput } from "#stages/00-open-run/parse-input.ts";

const Resources = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), DeletionPolicy: z.string().optional() })),
});
const docs = new URL("../../docs/", import.meta.url);
const text = readFileSync(new URL("deploy.md", docs), "utf8");
const resources = Object.values(Resources.parse(Template.fromStack(placeholderStack()).toJSON()).Resources);
const inputs = [...text.matchAll(/\{ ?"(?:check|runDate|from|backfillDays)".*?\}/g)].map(([input]) => input);

describe("docs/deploy.md", () => {
  it("shows inputs of every kind", () => {
    expect(inputs.length).toBeGreaterThanOrEqual(6);
  });

  it.each(inputs)("%s is accepted by 00-open-run", (input) => {
    expect(() => parseInput(JSON.parse(input))).not.toThrow();
  });

  it("names every source that a rerun may be narrowed to", () => {
    const [row = ""] = text.split("\n").filter((line) => line.includes('"only"'));
    for (const source of SOURCES) expect(row).toContain(`\`${source}\``);
  });

  it("links to documents that exist", () => {
    const links = [...text.matchAll(/\]\(([a-z-]+\.md)\)/g)].map(([, link = ""]) => link);
    expect(links).toContain("runbook.md");
    for (const link of links) expect(existsSync(new URL(link, docs))).toBe(true);
  });

  it("names all that is left when the stack is removed", () => {
    const kept = resources
      .filter(({ DeletionPolicy }) => DeletionPolicy === "Retain")
      .map(({ Type }) => Type);
    const words = new Map([
      ["AWS::KMS::Key", "the key"],
      ["AWS::Lambda::Version", "versions of the functions"],
      ["AWS::S3::Bucket", "the archive bucket and its access log"],
    ]);
    expect(new Set(kept)).toEqual(new Set(words.keys()));
    const [, removal = ""] = text.split("## Remove");
    for (const word of words.values()) expect(removal).toContain(word);
  });
});
