import type { Archive } from "#core/model/archive.ts";
import { readRows, readRunConfig, writeRows } from "#core/model/archive-rows.ts";
import type { BaselineSeries } from "#core/model/baseline-series.ts";
import { DailySeries } from "#core/model/daily-value.ts";
import { NO_COUNTS } from "#core/model/stage-report.ts";
import { addDays, dayNumber } from "#core/model/utc-day.ts";
import type { Stores } from "#core/ports/stores.ts";
import { baselineSeries, HISTORY_DAYS } from "./baseline-series.ts";
import { overlayHistory } from "./overlay-history.ts";
import type { Answer, Event } from "./schema.ts";

interface Ports {
  readonly archive: Archive;
  readonly stores: Pick<Stores, "dailyValues">;
}

/** Reads the past that the recomputed days need and archives each series with its rolling baselines. */
export async function computeBaselines({ run, persisted }: Event, ports: Ports): Promise<Answer> {
  const config = await readRunConfig(ports.archive, run);
  const { from, to } = persisted.recompute;
  const historyFrom = addDays(from, -HISTORY_DAYS);
  const stored = await ports.stores.dailyValues.readHistory(historyFrom, to);
  const overlay =
    persisted.overlayKey === null ? [] : await readRows(ports.archive, persisted.overlayKey, DailySeries);
  const histories =
    overlay.length === 0 ? stored : overlayHistory(stored, overlay, { from: historyFrom, to });
  const days = { historyFrom, scoredFrom: dayNumber(from) - dayNumber(historyFrom) };
  const series = histories.flatMap((history): BaselineSeries[] => {
    const metric = config.metrics[history.metric];
    return metric === undefined ? [] : [baselineSeries(history, metric, days)];
  });
  const key = await writeRows(ports.archive, { run, stage: "09-baseline", part: "all" }, series);
  const counts = {
    ...NO_COUNTS,
    in: histories.length,
    out: series.length,
    skipped: histories.length - series.length,
  };
  return { state: "ok", counts, warnings: [], key, recompute: persisted.recompute };
}
