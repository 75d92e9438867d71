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

/** Asks for forecasts of simulated trends, and of series that have none. */
export function forecastAccuracy(kind: NoiseKind, series: number, seed: number): ForecastFigures {
  const normal = seededNormal(seed);
  const errors: number[] = [];
  let inside = 0;
  let asked = 0;
  let without = 0;
  for (let i = 0; i < series; i++) {
    const slope = SLOPES[i % SLOPES.length] ?? 0;
    const age = AGES[Math.floor(i / SLOPES.length) % AGES.length] ?? 0;
    const distance = DISTANCES[Math.floor(i / SLOPES.length / AGES.length) % DISTANCES.length] ?? 0;
    const days = HEALTHY_DAYS + age;
    const { values, sigma } = simulateSeries(kind, days, normal);
    const limit = CENTRE[kind] + slope * sigma * (age + distance);
    if (forecastDays(values, days - 1, limit) !== null) without++;
    for (let day = HEALTHY_DAYS; day < days; day++) {
      values[day] = (values[day] ?? 0) + slope * sigma * (day - HEALTHY_DAYS + 1);
    }
    asked++;
    const forecast = forecastDays(values, days - 1, limit);
    if (forecast === null) continue;
    errors.push(forecast.days - distance);
    const latest = forecast.latest ?? Number.POSITIVE_INFINITY;
    if (forecast.earliest <= distance && distance <= latest) inside++;
  }
  const answered = errors.length;
  errors.sort((a, b) => a - b);
  return {
    kind,
    insidePct: (100 * inside) / Math.max(1, answered),
    answeredPct: (100 * answered) / asked,
    medianErrorDays: errors[answered >> 1] ?? Number.NaN,
    issuedWithoutTrendPct: (100 * without) / asked,
  };
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
};
