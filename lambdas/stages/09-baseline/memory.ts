import type { PredictionSettings } from "#core/predict/prediction-settings.ts";
import type { KnownSeries } from "./known-series.ts";
import type { PassIndexes } from "./prediction-windows.ts";

/** A day with fewer days of its series than this before it is judged by a short memory. */
const SHORT_MEMORY_DAYS = 56;
/**
 * Prometheus keeps 15 days, so a series may be that young for months: the gap shrinks and ten days teach. The engine widens its limits to the
 * same risk of a false alarm. A slow ramp is found later this way than with a long memory, but it is found.
 */
const SHORT_MEMORY = { gapDays: 5, minimumBaselineDays: 10 };

/** The settings by which a series is judged on the days of a pass: all of them on one side of {@link cutByMemory}'s cuts. */
export function settingsOf(
  series: KnownSeries,
  pass: PassIndexes,
  settings: PredictionSettings,
): PredictionSettings {
  return maturesAt(series, pass) <= pass.from ? settings : { ...settings, ...SHORT_MEMORY };
}

/** Cuts a pass where one of its series grows out of its short memory: what is said of a day depends on the days before it, not on the run's range. */
export function cutByMemory(members: readonly KnownSeries[], pass: PassIndexes): PassIndexes[] {
  const cuts = members
    .map((series) => maturesAt(series, pass))
    .filter((day) => day > pass.from && day <= pass.to);
  const starts = [...new Set([pass.from, ...cuts])].toSorted((a, b) => a - b);
  return starts.map((from, index) => ({ ...pass, from, to: (starts[index + 1] ?? pass.to + 1) - 1 }));
}

/** Index of the first day that has enough days of the window before it; Infinity where the window holds none. */
function maturesAt({ values }: KnownSeries, { windowFrom, to }: PassIndexes): number {
  for (let day = windowFrom; day <= to; day += 1)
    if (!Number.isNaN(values[day] ?? Number.NaN)) return day + SHORT_MEMORY_DAYS;
  return Number.POSITIVE_INFINITY;
}
