import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generatedPermissions } from "#lib/local/generate/permissions-table.ts";

describe("the table of rights", () => {
  it("is what the template says today: else run npm run generate", () => {
    for (const [path, text] of generatedPermissions())
      expect(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")).toBe(text);
  });
});
