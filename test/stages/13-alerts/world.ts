import type { RunConfig } from "#core/model/run-config.ts";
import { scoreColumns } from "#core/model/score-rows.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import { scoreCanary } from "#stages/10-score/score-canary.ts";
import { evaluateAlerts } from "#stages/13-alerts/run.ts";
import { memoryAlerts } from "../../support/memory-alerts.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { memoryInventory, memoryScores } from "../../support/memory-stores.ts";
import {
  anAction,
  aResource,
  aRun,
  aScore,
  CONFIG_KEY,
  INVENTORY_KEY,
  KNOWN_KEY,
  SHIPPED,
} from "../../support/pipeline-rows.ts";

export const TO = "2026-11-21";
export const FROM = "2026-11-20";
export const breach = (date: string, part: Partial<ScoreRow> = {}) =>
  aScore({ date, limitValue: 95, ...part });
/** Z of 4 and, by the adjusted baseline, 7 sigmas: the one supports the other. */
export const spike = (date: string, part: Partial<ScoreRow> = {}) =>
  aScore({
    ...{ date, verdict: "critical", z: 4, we1: true, value: 60 },
    ...{ predictionN: 182, expectedValue: 40, residual: 7, driftScore: 0.5, isDrift: false, isSpike: true },
    ...part,
  });

/** The shipped config, which says nothing on a day without news. */
export const WITHOUT_HEARTBEAT: RunConfig = {
  ...SHIPPED,
  pipeline: { ...SHIPPED.pipeline, alerts: { ...SHIPPED.pipeline.alerts, heartbeat: false } },
};

export function world(
  rows: readonly ScoreRow[],
  resources = [aResource({ resourceId: "r" })],
  config = WITHOUT_HEARTBEAT,
) {
  const archive = memoryArchive();
  archive.put(CONFIG_KEY, [config]);
  archive.put(KNOWN_KEY, resources);
  archive.put(INVENTORY_KEY, resources);
  const scores = memoryScores();
  const put = (more: readonly ScoreRow[]) => {
    for (const [date, ofDay] of Map.groupBy(more, (row) => row.date)) scores.days.set(date, ofDay);
  };
  put(rows);
  archive.put(
    "10",
    [...Map.groupBy(rows, (row) => row.resourceId + row.metric).values()].map((ofSeries) =>
      scoreColumns(ofSeries[0]?.resourceId ?? "", ofSeries[0]?.metric ?? "", 3, ofSeries),
    ),
  );
  const alerts = memoryAlerts();
  const evaluate = (run = {}, recompute = { from: FROM, to: TO }) => {
    archive.put("canary", [scoreCanary(recompute.to, SHIPPED.pipeline.health.severity)]);
    return evaluateAlerts(
      { run: aRun(run), scored: { key: "10", canaryKey: "canary", recompute } },
      { archive, stores: { scores, alerts, inventory: memoryInventory(resources) } },
    );
  };
  const texts = () => alerts.outbox.filter(({ topic }) => topic === "notifications");
  const told = () => texts().map(({ kind, subject, told: keys }) => [kind, subject, keys.length]);
  return { archive, scores, alerts, put, evaluate, texts, told };
}

/** Somebody was told something once: no message is the first ever. */
export const EARLIER = anAction({ resourceId: "long ago", openedOn: "2026-01-01", scoredOn: "2026-01-01" });
