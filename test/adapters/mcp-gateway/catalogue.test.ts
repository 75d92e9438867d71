import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  CATALOGUE,
  catalogueHash,
  catalogueSql,
  type QueryId,
  SNAPSHOT_QUERIES,
} from "#adapters/mcp-gateway/catalogue.ts";

const entries = Object.entries(CATALOGUE);

describe("catalogue", () => {
  it.each(entries)("%s has the SHA-256 of its text written beside it", (_id, entry) => {
    expect(createHash("sha256").update(entry.sql).digest("hex")).toBe(entry.sha256);
  });

  it.each(entries)("%s is one statement that reads, without comments, locks or files", (_id, { sql }) => {
    expect(sql).toMatch(/^(SELECT|SHOW) /);
    expect(sql).not.toMatch(/;|--|\/\*|\binto\b|\bfor update\b|\bsleep\b|\bget_lock\b|\bload_file\b/i);
  });

  it("uses every statement in a snapshot or as the probe", () => {
    const used = new Set<string>(["probe", ...Object.values(SNAPSHOT_QUERIES).flat()]);
    expect(entries.map(([id]) => id).filter((id) => !used.has(id))).toEqual([]);
  });

  it("has one hash per engine", () => {
    const hashes = (["mysql", "mariadb", "postgres"] as const).map(catalogueHash);
    expect(new Set(hashes).size).toBe(3);
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  });

  it.each(["DROP TABLE orders", "SELECT version() AS version", "toString", "__proto__"])(
    "gives no SQL for %s, whatever the types say",
    (id) => {
      expect(() => catalogueSql(id as QueryId)).toThrow(RangeError);
    },
  );
});
