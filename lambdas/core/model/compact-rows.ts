import { compactColumn } from "./column.ts";
import type { NormalisedSeries, SlotDay } from "./normalised-series.ts";
import type { RawSamples, RawSeries } from "./raw-series.ts";

/** A collector's series as it is archived; the schema {@link RawSeries} reads it back in full. */
export function compactRawSeries(series: RawSeries): unknown {
  return series.samples === null ? series : { ...series, samples: compactSamples(series.samples) };
}

/** 06's series as it is archived; the schema {@link NormalisedSeries} reads it back in full. */
export function compactNormalisedSeries(series: NormalisedSeries): unknown {
  return {
    ...series,
    days: series.days.map((day) => (day.slots === null ? day : { ...day, slots: compactSlots(day.slots) })),
  };
}

function compactSamples({ stepSeconds, t, ...columns }: RawSamples): unknown {
  return { stepSeconds, t: compactColumn(t), ...compactColumns(columns) };
}

function compactSlots({ slot, sum, ...columns }: SlotDay): unknown {
  return { slot: compactColumn(slot), sum: compactColumn(sum), ...compactColumns(columns) };
}

function compactColumns(
  columns: Readonly<Record<string, readonly (number | null)[] | undefined>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, values]) =>
      values === undefined ? [] : [[name, compactColumn(values)]],
    ),
  );
}
