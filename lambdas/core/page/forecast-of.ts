import type { ScoreRow } from "../ports/score-store.ts";

/** Days until a series reaches its limit, and the 80 % interval; `latest` is null where it may never get there. */
export interface ForecastDays {
  readonly days: number;
  readonly earliest: number | null;
  readonly latest: number | null;
}

/** What a scored day forecasts; null where there is no trend towards a limit. */
export function forecastOf(
  row: Pick<ScoreRow, "forecastDays" | "forecastEarliestDays" | "forecastLatestDays" | "forecastLimitValue">,
): (ForecastDays & { readonly limitValue: number }) | null {
  const { forecastDays, forecastEarliestDays, forecastLatestDays, forecastLimitValue } = row;
  if (forecastDays === null || forecastLimitValue === null) return null;
  return {
    days: forecastDays,
    earliest: forecastEarliestDays,
    latest: forecastLatestDays,
    limitValue: forecastLimitValue,
  };
}
