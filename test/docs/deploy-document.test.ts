import { existsSync, readFileSync } from "node:fs";
import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { placeholderStack } from "#lib/local/state-machine/definition.ts";
import { parseInput } from "#stages/00-open-run/parse-input.ts";

const docs = new URL("../../docs/", import.meta.url);
const text = readFileSync(new URL("deploy.md", docs), "utf8");
const inputs = [...text.matchAll(/\{ ?"(?:check|runDate|from|backfillDays)".*?\}/g)].map(([input]) => input);

describe("docs/deploy.md", () => {
  it("shows inputs of every kind", () => {
    expect(inputs.length).toBeGreaterThanOrEqual(6);
  });

  it.each(inputs)("%s is accepted by 00-open-run", (input) => {
    expect(() => parseInput(JSON.parse(input))).not.toThrow();
  });

  it("links to documents that exist", () => {
    const links = [...text.matchAll(/\]\(([a-z-]+\.md)\)/g)].map(([, link = ""]) => link);
    expect(links).toContain("runbook.md");
    for (const link of links) expect(existsSync(new URL(link, docs))).toBe(true);
  });

  it("names all that is left when the stack is removed", () => {
    const resources = Object.values(Template.fromStack(placeholderStack()).toJSON().Resources);
    const kept = resources
      .filter((resource): resource is { Type: string; DeletionPolicy: string } => {
        return typeof resource === "object" && resource !== null && "DeletionPolicy" in resource;
      })
      .filter(({ DeletionPolicy }) => DeletionPolicy !== "Delete")
      .map(({ Type }) => Type);
    // Two buckets, the key, the versions; the tables are no resource of the stack.
    expect([...new Set(kept)].toSorted()).toEqual([
      "AWS::KMS::Key",
      "AWS::Lambda::Version",
      "AWS::S3::Bucket",
    ]);
  });
});
