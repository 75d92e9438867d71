import type { Resource } from "#core/model/resource.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import type { PredictionSettings } from "#core/predict/prediction-settings.ts";
import type { KnownSeries } from "./known-series.ts";
import type { PassIndexes } from "./prediction-windows.ts";

/** The whole fleet, as far as one resource may have to do with another. */
export interface Fleet {
  readonly byResource: ReadonlyMap<string, readonly KnownSeries[]>;
  readonly resources: readonly Resource[];
  readonly passes: readonly PassIndexes[];
  /** Day of index 0. */
  readonly historyFrom: UtcDay;
  readonly settings: PredictionSettings;
}

/** The same metric of other resources. */
export function sameMetric(
  { history }: KnownSeries,
  resources: readonly Resource[],
  { byResource }: Fleet,
): KnownSeries[] {
  return resources.flatMap(({ resourceId }) =>
    (byResource.get(resourceId) ?? []).filter((one) => one.history.metric === history.metric),
  );
}

/** Every day of the passes, in their order. */
export function daysOf({ passes, historyFrom }: Fleet): { readonly date: UtcDay; readonly index: number }[] {
  return passes.flatMap(({ from, to }) =>
    Array.from({ length: to - from + 1 }, (_, offset) => ({
      date: addDays(historyFrom, from + offset),
      index: from + offset,
    })),
  );
}
