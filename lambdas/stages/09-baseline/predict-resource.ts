import type { PredictionDay } from "#core/model/prediction-day.ts";
import { learnedScores } from "#core/predict/learned-score.ts";
import type { PredictionSettings } from "#core/predict/prediction-settings.ts";
import type { KnownSeries } from "./known-series.ts";
import { cutByMemory } from "./memory.ts";
import { predictionDay, predictPass, type SeriesPass } from "./predict-series-days.ts";
import type { PassIndexes } from "./prediction-windows.ts";

/** Version of the model behind the learned score: Mahalanobis distance of a resource's residuals. */
export const LEARNED_VERSION = "mahalanobis-1";
/** Days of residuals that the learned score looks back, and how many of them a metric must have to take part. */
const LEARNED_DAYS = 90;
const LEAST_LEARNED_DAYS = 28;

/**
 * Judges the series of one resource on the days of each pass: each by its own adjusted baseline, and all of them together.
 * @returns per series one entry per day of the passes, in their order
 */
export function predictResource(
  members: readonly KnownSeries[],
  passes: readonly PassIndexes[],
  settings: PredictionSettings,
): PredictionDay[][] {
  const days = members.map((): PredictionDay[] => []);
  for (const pass of passes.flatMap((whole) => cutByMemory(members, whole))) {
    const passed = members.map((series) => predictPass(series, pass, settings));
    const learned = learnedOf(passed, pass);
    for (const [index, series] of passed.entries()) {
      for (let day = pass.from; day <= pass.to; day += 1)
        days[index]?.push(withLearned(predictionDay(series, pass, day), learned[day - pass.from]));
    }
  }
  return days;
}

function withLearned(day: PredictionDay, score: number | undefined): PredictionDay {
  if (score === undefined || Number.isNaN(score) || day.residual === null) return day;
  return { ...day, learnedScore: score, learnedVersion: LEARNED_VERSION };
}

/** One score per day of the pass. Days on which the same metrics take part are computed together. */
function learnedOf(passed: readonly SeriesPass[], pass: PassIndexes): Float64Array {
  const scores = new Float64Array(pass.to - pass.from + 1).fill(Number.NaN);
  const offset = pass.from - pass.windowFrom;
  const parts = Array.from(scores, (_, index) => takingPart(passed, offset + index));
  for (let first = 0; first < parts.length; ) {
    let end = first + 1;
    while (end < parts.length && parts[end]?.join() === parts[first]?.join()) end += 1;
    const from = Math.max(0, offset + first - LEARNED_DAYS);
    const residuals = (parts[first] ?? []).flatMap((index) => {
      const residual = passed[index]?.prediction.residual;
      return residual === undefined ? [] : [residual.subarray(from, offset + end)];
    });
    const wanted = offset + first - from;
    scores.set(learnedScores(residuals, wanted).subarray(wanted), first);
    first = end;
  }
  return scores;
}

/** Metrics with a residual on the day and on enough of those before it. */
function takingPart(passed: readonly SeriesPass[], at: number): number[] {
  return [...passed.keys()].filter((index) => {
    const residual = passed[index]?.prediction.residual;
    if (residual === undefined || Number.isNaN(residual[at])) return false;
    let seen = 0;
    for (let past = Math.max(0, at - LEARNED_DAYS); past < at; past += 1)
      if (!Number.isNaN(residual[past])) seen += 1;
    return seen >= LEAST_LEARNED_DAYS;
  });
}
