import type { SeriesPrediction } from "./predict-series.ts";
import { PREDICTION_SETTINGS, type PredictionSettings } from "./prediction-settings.ts";

/** What a day can be told for, hardest evidence first. */
export const EVIDENCE = { silence: 3, drift: 2, spike: 1, none: 0 } as const;
export type Evidence = (typeof EVIDENCE)[keyof typeof EVIDENCE];

/**
 * The evidence that each day would be told for: 0 on every day but the first of an episode. An episode ends after
 * `refractoryDays` without evidence, so a plateau is one notification and not one per day. A drift or a silence is told
 * even if its episode began as a mere spike more than a week ago: it says something new.
 *
 * @example newEpisodes(prediction) // Uint8Array [0, 0, 2, 0]
 */
export function newEpisodes(
  prediction: SeriesPrediction,
  settings: PredictionSettings = PREDICTION_SETTINGS,
): Uint8Array {
  const told = new Uint8Array(prediction.drift.length);
  let lastSeen = Number.NEGATIVE_INFINITY;
  let toldOn = Number.NEGATIVE_INFINITY;
  let level: Evidence = EVIDENCE.none;
  for (let day = 0; day < told.length; day++) {
    const evidence = evidenceOf(prediction, day);
    if (evidence === EVIDENCE.none) continue;
    const isNew = day - lastSeen > settings.refractoryDays;
    const isWorse = evidence > level && day - toldOn > SAME_STORY_DAYS;
    lastSeen = day;
    level = isNew || evidence > level ? evidence : level;
    if (!isNew && !isWorse) continue;
    told[day] = evidence;
    toldOn = day;
  }
  return told;
}

/** A step is often seen as a spike first and as a drift within the week: one story. */
const SAME_STORY_DAYS = 7;

/** The hardest evidence of one day. */
function evidenceOf(prediction: SeriesPrediction, day: number): Evidence {
  if (prediction.silence.stopped[day] === 1 || prediction.silence.frozen[day] === 1) return EVIDENCE.silence;
  if (prediction.open[day] === 1) return EVIDENCE.drift;
  return prediction.spike[day] === 1 ? EVIDENCE.spike : EVIDENCE.none;
}
