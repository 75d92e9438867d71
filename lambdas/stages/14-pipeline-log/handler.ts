import { now } from "#runtime/clock.ts";
import { storesOf } from "#runtime/connections/stores.ts";
import { emitMetrics } from "#runtime/embedded-metrics.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { logRun, type RunMetrics } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("14-pipeline-log", Event, async (event) => {
  const environment = readEnvironment();
  return logRun(event, {
    openStores: () => storesOf(environment),
    emitMetrics: (metrics) => emitMetrics(environment.METRIC_NAMESPACE, metricValues(metrics), Date.now()),
    now,
    codeVersion: environment.CODE_VERSION,
  });
});

/** One metric per way to end, so that an alarm can count each; days behind and the canary are absent, not zero, where nobody knows. */
function metricValues(metrics: RunMetrics): Record<string, number> {
  const { state, daysBehind, openAlerts, notifications, isCanaryFound } = metrics;
  return {
    RunComplete: Number(state === "COMPLETE"),
    RunPartial: Number(state === "PARTIAL"),
    RunFailed: Number(state === "FAILED"),
    OpenAlerts: openAlerts,
    Notifications: notifications,
    ...(daysBehind === null ? {} : { DaysBehind: daysBehind }),
    ...(isCanaryFound === null ? {} : { CanaryFound: Number(isCanaryFound) }),
  };
}
