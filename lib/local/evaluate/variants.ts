import { PREDICTION_SETTINGS, type PredictionSettings } from "#core/predict/prediction-settings.ts";

/** The engine with something else than its defaults. */
export interface Variant {
  readonly name: string;
  readonly settings: PredictionSettings;
}

const NEVER = Number.POSITIVE_INFINITY;

/** Each part removed in turn. */
export const ABLATIONS: readonly Variant[] = variants({
  "nothing removed": {},
  "gap between baseline and today": { gapDays: 1 },
  "weekday levels": { period: 1 },
  "logarithm of skewed series": { fitsScale: false },
  "normal scores of heavy tails": { fitsTail: false },
  "autocorrelation in the limits": { fitsAutocorrelation: false },
  "trend carried over the gap": { slopeDays: NEVER },
  "exponentially weighted mean": { ewmaLimit: NEVER },
  "five-day mean": { windowLimit: NEVER },
  "single-day limit": { spikeLimit: NEVER },
  "habit of idle episodes": { habitShare: 0 },
  "acceptance of lasting shifts": { acceptAfterDays: NEVER },
  "one notification per fortnight": { refractoryDays: 1 },
});

/** Each default moved down and up. */
export const SENSITIVITIES: readonly Variant[] = variants({
  "gapDays 10": { gapDays: 10 },
  "gapDays 21": { gapDays: 21 },
  "baselineDays 126": { baselineDays: 126 },
  "levelDays 63": { levelDays: 63 },
  "levelDays 105": { levelDays: 105 },
  "ewmaWeight 0.15": { ewmaWeight: 0.15 },
  "ewmaWeight 0.25": { ewmaWeight: 0.25 },
  "ewmaLimit -5 %": { ewmaLimit: 0.95 * PREDICTION_SETTINGS.ewmaLimit },
  "ewmaLimit +5 %": { ewmaLimit: 1.05 * PREDICTION_SETTINGS.ewmaLimit },
  "windowDays 4": { windowDays: 4 },
  "windowDays 7": { windowDays: 7 },
  "windowLimit -5 %": { windowLimit: 0.95 * PREDICTION_SETTINGS.windowLimit },
  "windowLimit +5 %": { windowLimit: 1.05 * PREDICTION_SETTINGS.windowLimit },
  "habitShare 0.2": { habitShare: 0.2 },
  "spikeLimit -5 %": { spikeLimit: 0.95 * PREDICTION_SETTINGS.spikeLimit },
  "spikeLimit +5 %": { spikeLimit: 1.05 * PREDICTION_SETTINGS.spikeLimit },
  "signalFrom 0.82": { signalFrom: 0.82 },
  "signalFrom 0.92": { signalFrom: 0.92 },
  "signalAbove 1.05": { signalAbove: 1.05 },
  "signalAbove 1.25": { signalAbove: 1.25 },
});

function variants(changes: Readonly<Record<string, Partial<PredictionSettings>>>): Variant[] {
  return Object.entries(changes).map(([name, change]) => ({
    name,
    settings: { ...PREDICTION_SETTINGS, ...change },
  }));
}
