import type { BaselineSeries } from "./baseline-series.ts";
import { compactColumns } from "./column.ts";
import type { NormalisedSeries } from "./normalised-series.ts";
import type { RawSeries } from "./raw-series.ts";
import type { ScoreSeries } from "./score-series.ts";

/** A collector's series as it is archived; the schema {@link RawSeries} reads it back in full. */
export function compactRawSeries(series: RawSeries): unknown {
  return series.samples === null ? series : { ...series, samples: compactColumns(series.samples) };
}

/** 06's series as it is archived; the schema {@link NormalisedSeries} reads it back in full. */
export function compactNormalisedSeries(series: NormalisedSeries): unknown {
  return {
    ...series,
    days: series.days.map((day) => (day.slots === null ? day : { ...day, slots: compactColumns(day.slots) })),
  };
}

/** 09's series as it is archived; the schema {@link BaselineSeries} reads it back in full. */
export function compactBaselineSeries(series: BaselineSeries): unknown {
  return { ...compactColumns(series), prediction: compactColumns(series.prediction) };
}

/** 10's series as it is archived; the schema {@link ScoreSeries} reads it back in full. */
export function compactScoreSeries(series: ScoreSeries): unknown {
  return compactColumns(series);
}
