import { expect, it } from "vitest";
import type { Candidate } from "#core/predict/candidate.ts";
import { chooseTold } from "#core/predict/choose-told.ts";
import { EVIDENCE } from "#core/predict/episodes.ts";

const candidate = (resource: string, change: Partial<Candidate> = {}): Candidate => ({
  day: 1,
  resource,
  evidence: EVIDENCE.drift,
  strength: 1,
  ...change,
});

it("tells a resource once a day and the hardest evidence first", () => {
  const silence = candidate("a", { evidence: EVIDENCE.silence });
  const told = chooseTold([candidate("a"), silence, candidate("b")], 1);
  expect([...told]).toEqual([silence]);
});

it("stops at the day's budget and begins anew the day after", () => {
  const fleet = ["a", "b", "c"].flatMap((name) => [candidate(name), candidate(name, { day: 2 })]);
  expect(chooseTold(fleet, 2).size).toBe(4);
  expect(chooseTold(fleet, Number.POSITIVE_INFINITY).size).toBe(6);
});

it("stops telling spikes that a fleet shows every day, but not a stronger one", () => {
  const usual = Array.from({ length: 50 }, (_, day) =>
    candidate("a", { day, evidence: EVIDENCE.spike, strength: 5 }),
  );
  const strong = candidate("b", { day: 49, evidence: EVIDENCE.spike, strength: 9 });
  const told = chooseTold([...usual, strong], 5);
  expect(told.has(strong)).toBe(true);
  expect(told.size).toBe(17);
});
