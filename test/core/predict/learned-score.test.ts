import { expect, it } from "vitest";
import { learnedScores } from "#core/predict/learned-score.ts";
import { seededNormal } from "#lib/local/evaluate/simulated-fleet.ts";

function pair(): [Float64Array, Float64Array] {
  const normal = seededNormal(4);
  const processor = Float64Array.from({ length: 120 }, normal);
  return [processor, processor.map((value) => value + 0.2 * normal())];
}

it("finds two metrics that part company though each is within its limits", () => {
  const [processor, requests] = pair();
  processor[110] = 1;
  requests[110] = -1.5;
  const scores = learnedScores([processor, requests]);
  expect(scores[110]).toBeGreaterThan(3);
  expect(scores[109]).toBeLessThan(3);
});

it("cannot say anything of a single metric, or of a day on which one is missing", () => {
  const [processor, requests] = pair();
  requests[110] = Number.NaN;
  expect(learnedScores([processor])[100]).toBeNaN();
  expect(learnedScores([processor, requests])[110]).toBeNaN();
});
