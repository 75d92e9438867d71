import { describe, expect, it } from "vitest";
import { RunInput } from "#core/model/run.ts";

const accepts = (input: unknown) => RunInput.safeParse(input).success;

describe("the input of a run (design, 5)", () => {
  it.each([
    ["nothing", {}],
    ["one day", { runDate: "2026-11-21" }],
    ["a range", { from: "2026-11-20", to: "2026-11-21" }],
    ["a range of one day", { from: "2026-11-21", to: "2026-11-21" }],
    ["a backfill", { backfillDays: 90 }],
    ["the shortest backfill", { backfillDays: 1 }],
    ["the longest backfill", { backfillDays: 400 }],
    ["some sources", { only: ["redis"] }],
    ["all sources", { only: ["redis", "rds", "ec2", "database"] }],
    ["a rehearsal", { dryRun: true }],
    ["a check", { check: true }],
    ["several wishes that go together", { runDate: "2026-11-21", only: ["rds"], dryRun: true }],
  ])("may be %s", (_, input) => {
    expect(accepts(input)).toBe(true);
  });

  it.each([
    ["an unknown key", { rundate: "2026-11-21" }],
    ["half a range", { from: "2026-11-20" }],
    ["the other half", { to: "2026-11-20" }],
    ["a range that ends before it begins", { from: "2026-11-21", to: "2026-11-20" }],
    ["a day and a range", { runDate: "2026-11-21", from: "2026-11-20", to: "2026-11-21" }],
    ["a day and a backfill", { runDate: "2026-11-21", backfillDays: 3 }],
    ["a range and a backfill", { from: "2026-11-20", to: "2026-11-21", backfillDays: 3 }],
    ["a day that does not exist", { runDate: "2026-02-29" }],
    ["an instant", { runDate: "2026-11-21T07:00:00Z" }],
    ["a day as a number", { runDate: 20261121 }],
    ["no day at all", { runDate: null }],
    ["a backfill of no days", { backfillDays: 0 }],
    ["a backfill of 401 days", { backfillDays: 401 }],
    ["a backfill of half days", { backfillDays: 1.5 }],
    ["a backfill in words", { backfillDays: "90" }],
    ["no source", { only: [] }],
    ["an unknown source", { only: ["kafka"] }],
    ["a source that is no list", { only: "redis" }],
    ["yes in words", { dryRun: "true" }],
    ["a list", []],
    ["a text", "2026-11-21"],
  ])("may not be %s", (_, input) => {
    expect(accepts(input)).toBe(false);
  });
});
