import type { Forecast } from "#core/predict/crossing-days.ts";
import { forecastDays } from "#core/predict/forecast.ts";
import { type NoiseKind, seededNormal, simulateSeries } from "./simulated-fleet.ts";

const HEALTHY_DAYS = 60;
/** Sigmas a day. */
const SLOPES = [0.1, 0.2, 0.4] as const;
/** The trend is this old when the question is asked. */
const AGES = [14, 21, 28] as const;
/** And the limit so many days away. */
const DISTANCES = [5, 15, 30] as const;

/** How forecasts of one noise kind turn out. */
export interface ForecastFigures {
  readonly kind: NoiseKind;
  /** Share of forecasts whose interval holds the day on which the level truly crosses. */
  readonly insidePct: number;
  /** Share of questions on true trends that were answered. */
  readonly answeredPct: number;
  /** Median of forecast less truth, in days. */
  readonly medianErrorDays: number;
  /** Share of questions on series without trend that were answered: each of those is wrong. */
  readonly issuedWithoutTrendPct: number;
}

/** Asks for forecasts of simulated trends, and of the same series without. */
export function forecastAccuracy(kind: NoiseKind, series: number, seed: number): ForecastFigures {
  const normal = seededNormal(seed);
  const outcomes = Array.from({ length: series }, (_, index) => askOnce(kind, index, normal));
  const answered = outcomes.filter(({ forecast }) => forecast !== null);
  const errors = answered.map(({ forecast, distance }) => (forecast?.days ?? 0) - distance);
  errors.sort((a, b) => a - b);
  const inside = answered.filter(({ isInside }) => isInside).length;
  return {
    kind,
    insidePct: (100 * inside) / Math.max(1, answered.length),
    answeredPct: (100 * answered.length) / series,
    medianErrorDays: errors[errors.length >> 1] ?? Number.NaN,
    issuedWithoutTrendPct: (100 * outcomes.filter(({ isIssuedWithout }) => isIssuedWithout).length) / series,
  };
}

interface Outcome {
  readonly forecast: Forecast | null;
  /** Days to the true crossing. */
  readonly distance: number;
  readonly isInside: boolean;
  readonly isIssuedWithout: boolean;
}

/** Slope, age and distance go through all their combinations. */
function askOnce(kind: NoiseKind, index: number, normal: () => number): Outcome {
  const slope = SLOPES[index % SLOPES.length] ?? 0;
  const age = AGES[Math.floor(index / SLOPES.length) % AGES.length] ?? 0;
  const distance = DISTANCES[Math.floor(index / SLOPES.length / AGES.length) % DISTANCES.length] ?? 0;
  const days = HEALTHY_DAYS + age;
  const { values, sigma } = simulateSeries(kind, days, normal);
  const limit = CENTRE[kind] + slope * sigma * (age + distance);
  const isIssuedWithout = forecastDays(values, days - 1, limit) !== null;
  const rising = values.map((value, day) => value + slope * sigma * Math.max(0, day - HEALTHY_DAYS + 1));
  const forecast = forecastDays(rising, days - 1, limit);
  const latest = forecast?.latest ?? Number.POSITIVE_INFINITY;
  const isInside = forecast !== null && forecast.earliest <= distance && distance <= latest;
  return { forecast, distance, isInside, isIssuedWithout };
}

/** Level that the trend is added to: the median where the noise is skewed. */
const CENTRE: Readonly<Record<NoiseKind, number>> = {
  iid: 100,
  ar05: 100,
  ar08: 100,
  weekend4: 100 - (2 / 7) * 40,
  lognormal: 113.3,
  t4: 100,
  trend: 100,
  gaps: 100,
};
