import { describe, expect, it } from "vitest";
import { splitStatements } from "#adapters/mysql/split-statements.ts";

describe("splitStatements", () => {
  it.each([
    ["SELECT 1; SELECT 2;", ["SELECT 1", "SELECT 2"]],
    ["SELECT 1", ["SELECT 1"]],
    ["SELECT ';', \"a;b\", `c;d`;", ["SELECT ';', \"a;b\", `c;d`"]],
    ["SELECT 'it''s; \\'; x';", ["SELECT 'it''s; \\'; x'"]],
    ["-- one; comment\nSELECT 1;", ["-- one; comment\nSELECT 1"]],
    ["# one; comment\nSELECT 1;", ["# one; comment\nSELECT 1"]],
    ["/* a; b */ SELECT 1;", ["/* a; b */ SELECT 1"]],
    ["SELECT 5--3;", ["SELECT 5--3"]],
    ["SELECT 4/2-1;", ["SELECT 4/2-1"]],
    ["-- only a comment;\n;;\n", []],
  ])("of %j gives %j", (script, statements) => {
    expect(splitStatements(script)).toEqual(statements);
  });
});
