import type { Archive } from "#core/model/archive.ts";
import { readRows, readRunConfig, writeRows } from "#core/model/archive-rows.ts";
import { BaselineSeries } from "#core/model/baseline-series.ts";
import { compactScoreSeries } from "#core/model/compact-rows.ts";
import { scoreColumns } from "#core/model/score-rows.ts";
import type { ScoreSeries } from "#core/model/score-series.ts";
import { NO_COUNTS } from "#core/model/stage-report.ts";
import type { Answer, Event } from "./schema.ts";
import { scoreCanary } from "./score-canary.ts";
import { scoreDays } from "./score-days.ts";

/** Z, Western Electric rules, rate of change, conditions and health penalty of every recomputed series-day. */
export async function score({ run, baseline }: Event, ports: { readonly archive: Archive }): Promise<Answer> {
  const config = await readRunConfig(ports.archive, run);
  const histories = await readRows(ports.archive, baseline.key, BaselineSeries);
  const options = { scoredFrom: baseline.recompute.from, severity: config.pipeline.health.severity };
  const scored = histories.flatMap((series): ScoreSeries[] => {
    const metric = config.metrics[series.metric];
    if (metric === undefined) return [];
    const rows = scoreDays(series, metric, options);
    return rows.length === 0
      ? []
      : [scoreColumns(series.resourceId, series.metric, metric.healthWeight, rows)];
  });
  const key = await writeRows(
    ports.archive,
    { run, stage: "10-score", part: "all" },
    scored.map(compactScoreSeries),
  );
  const canaryKey = await writeRows(ports.archive, { run, stage: "10-score", part: "canary" }, [
    scoreCanary(baseline.recompute.to, config.pipeline.health.severity),
  ]);
  const counts = {
    ...NO_COUNTS,
    in: histories.length,
    out: scored.length,
    skipped: histories.length - scored.length,
  };
  return { state: "ok", counts, warnings: [], key, canaryKey, recompute: baseline.recompute };
}
