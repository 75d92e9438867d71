import { expect, it } from "vitest";
import { learnedResourceScores } from "#core/predict/learned-resource.ts";
import { learnedScores } from "#core/predict/learned-score.ts";
import { predictSeries } from "#core/predict/predict-series.ts";
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

it("finds traffic that halved under a processor as busy as always, which no chart of either shows", () => {
  const normal = seededNormal(12);
  const load = Float64Array.from({ length: 200 }, () => 1 + 0.3 * normal());
  const processor = load.map((share) => 40 * Math.max(0.1, share) + normal());
  const requests = load.map((share) => 1000 * Math.max(0.1, share) + 25 * normal());
  processor[190] = 40;
  requests[190] = 500;
  const predictions = [processor, requests].map((values) => predictSeries(values));
  const scores = learnedResourceScores(predictions.map(({ residual }) => residual));
  for (const { spike, drift } of predictions) expect([spike[190], drift[190]]).toEqual([0, 0]);
  expect(scores[190]).toBeGreaterThan(3);
});

it("lets a metric take part from 28 residuals on, and the others speak meanwhile", () => {
  const [processor, requests] = pair();
  const younger = processor.map((value, day) => (day < 90 ? Number.NaN : value));
  const two = learnedResourceScores([processor, requests]);
  const three = learnedResourceScores([processor, requests, younger]);
  expect(three.subarray(0, 118)).toEqual(two.subarray(0, 118));
  expect(three[118]).not.toBe(two[118]);
});
