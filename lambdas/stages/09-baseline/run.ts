import type { Archive } from "#core/model/archive.ts";
import { readRows, readRunConfig, writeRows } from "#core/model/archive-rows.ts";
import type { BaselineSeries } from "#core/model/baseline-series.ts";
import { compactBaselineSeries } from "#core/model/compact-rows.ts";
import { DailySeries } from "#core/model/daily-value.ts";
import { predictionColumns } from "#core/model/prediction-columns.ts";
import { readResources } from "#core/model/read-resources.ts";
import type { Resource } from "#core/model/resource.ts";
import { mutedMembers } from "#core/model/resource-group.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { NO_COUNTS } from "#core/model/stage-report.ts";
import { dayNumber, dayOf, type UtcDay } from "#core/model/utc-day.ts";
import type { SeriesHistory, Stores } from "#core/ports/stores.ts";
import { PREDICTION_SETTINGS, type PredictionSettings } from "#core/predict/prediction-settings.ts";
import { baselineSeries } from "./baseline-series.ts";
import { knownSeries } from "./known-series.ts";
import { overlayHistory } from "./overlay-history.ts";
import { USUAL_SLOT_DAYS } from "./partial-days.ts";
import { predictorOf } from "./predict-kin.ts";
import { predictionPasses, predictionWindowFrom } from "./prediction-windows.ts";
import { readinessOf } from "./readiness.ts";
import type { Answer, Event } from "./schema.ts";

interface Ports {
  readonly archive: Archive;
  readonly stores: Pick<Stores, "dailyValues" | "inventory">;
}

interface Days {
  readonly from: UtcDay;
  readonly to: UtcDay;
}

/** Reads the past that the recomputed days need and archives each series with its rolling and its adjusted baselines. */
export async function computeBaselines({ run, persisted }: Event, ports: Ports): Promise<Answer> {
  const config = await readRunConfig(ports.archive, run);
  const { recompute } = persisted;
  const historyFrom = historyFromOf(recompute.from);
  const stored = await ports.stores.dailyValues.readHistory(historyFrom, recompute.to);
  const overlay =
    persisted.overlayKey === null ? [] : await readRows(ports.archive, persisted.overlayKey, DailySeries);
  const histories =
    overlay.length === 0 ? stored : overlayHistory(stored, overlay, { from: historyFrom, to: recompute.to });
  const resources = await readResources(run, ports.archive, ports.stores.inventory);
  const series = judgedSeries({ histories, resources }, config, recompute);
  const key = await writeRows(
    ports.archive,
    { run, stage: "09-baseline", part: "all" },
    series.map(compactBaselineSeries),
  );
  const counts = {
    ...NO_COUNTS,
    in: histories.length,
    out: series.length,
    skipped: histories.length - series.length,
  };
  // Members in whose place a group is judged do not learn, and never will: the group does.
  const muted = mutedMembers(resources, recompute.to);
  const speaking = series.filter(({ resourceId }) => !muted.has(resourceId));
  return { state: "ok", counts, warnings: readinessOf(speaking, config.metrics), key, recompute };
}

/** The oldest day that the results of `from` and later depend on. @example historyFromOf("2026-11-21") // "2026-04-08" */
export function historyFromOf(from: UtcDay): UtcDay {
  return dayOf(predictionWindowFrom(dayNumber(from)) - USUAL_SLOT_DAYS);
}

/** What the judging of a range looks at. */
export interface Past {
  /** From {@link historyFromOf} to the end of the range. */
  readonly histories: readonly SeriesHistory[];
  /** Those of the histories; of instances in a group, all of the group. */
  readonly resources: readonly Resource[];
}

/** How series are judged; a run takes the engine's own settings. */
type Judging = Pick<RunConfig, "metrics"> & { readonly prediction?: PredictionSettings };

/** Every series of a known metric with its baselines on the days of a range, resource by resource. */
export function judgedSeries(
  { histories, resources }: Past,
  { metrics, prediction: settings = PREDICTION_SETTINGS }: Judging,
  range: Days,
): BaselineSeries[] {
  const historyFrom = historyFromOf(range.from);
  const first = dayNumber(historyFrom);
  const days = { historyFrom, scoredFrom: dayNumber(range.from) - first };
  const passes = predictionPasses(dayNumber(range.from), dayNumber(range.to)).map((pass) => ({
    windowFrom: pass.windowFrom - first,
    from: pass.from - first,
    to: pass.to - first,
  }));
  const known = histories.flatMap((history) => {
    const metric = metrics[history.metric];
    return metric === undefined ? [] : [knownSeries(history, metric)];
  });
  const byResource = Map.groupBy(known, ({ history }) => history.resourceId);
  const predict = predictorOf({ byResource, resources, passes, historyFrom, settings });
  return [...byResource].flatMap(([resourceId, ofResource]) => {
    const predictions = predict(resourceId, ofResource);
    return ofResource.map((series, index) => ({
      ...baselineSeries(series, days),
      prediction: predictionColumns(predictions[index] ?? []),
    }));
  });
}
