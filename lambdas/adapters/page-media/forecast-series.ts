import type { ControlChart } from "#core/page/control-chart.ts";
import { INK, line } from "./chart-line.ts";

/** The way to the limit as it is forecast, which ends there, and at the limit the days between which it is expected. */
export function forecastSeries({ forecast, days }: ControlChart) {
  if (forecast === null) return [];
  const { fromIndex, fromValue, limitValue } = forecast;
  const column = (valueAt: (daysAhead: number) => number | null) =>
    days.map((_, index) => (index < fromIndex ? null : valueAt(index - fromIndex)));
  const slope = (limitValue - fromValue) / forecast.days.days;
  const trend = column((ahead) => {
    if (ahead >= Math.ceil(forecast.days.days) + 1) return null;
    return ahead >= forecast.days.days ? limitValue : fromValue + slope * ahead;
  });
  const earliest = Math.floor(forecast.days.earliest ?? forecast.days.days);
  const latest = Math.ceil(forecast.days.latest ?? days.length);
  const interval = column((ahead) => (ahead >= earliest && ahead <= latest ? limitValue : null));
  return [
    line(trend, { color: INK.forecast, width: 2, type: "dashed" }),
    line(interval, { color: INK.forecast, width: 6, opacity: 0.5 }),
  ];
}
