import type { MachineState } from "#core/run-log/machine-state.ts";
import { logRun, type RunMetrics } from "#stages/14-pipeline-log/run.ts";
import { Event } from "#stages/14-pipeline-log/schema.ts";
import { memoryAlerts } from "../../support/memory-alerts.ts";
import { memoryLease, memoryRunLog } from "../../support/memory-stores.ts";
import { aRun } from "../../support/pipeline-rows.ts";
import { aShardResult } from "../../support/raw-rows.ts";

export const NOW = "2026-11-22T07:05:00.000Z";
export const ok = {
  state: "ok",
  counts: { in: 1, out: 2, skipped: 3, calls: 4, units: 5, ms: 6 },
  warnings: [],
};

/** The state of a run in which everything went well. */
export function state(part: Partial<MachineState> = {}): MachineState {
  return {
    ...{
      input: {},
      run: aRun(),
      inventory: ok,
      prometheus: ok,
      persisted: ok,
      baseline: ok,
      scored: ok,
      scoresPersisted: ok,
      health: ok,
    },
    collected: {
      redis: [aShardResult()],
      rds: [aShardResult()],
      ec2: [],
      database: [aShardResult()],
      cloudwatch: [],
    },
    aggregated: [aShardResult()],
    alerts: { ...ok, openAlerts: 4, notifications: 2, isCanaryFound: true },
    page: { ...ok, address: "file:///page.html" },
    published: [],
    ...part,
  };
}

export function world() {
  const runLog = memoryRunLog();
  const lease = memoryLease();
  const alerts = memoryAlerts();
  const metrics: RunMetrics[] = [];
  runLog.known.set("run-1", { state: "OPEN", answer: {} });
  lease.holder = "run-1";
  const ports = {
    openStores: async () => ({ runLog, lease, alerts }),
    emitMetrics: (values: RunMetrics) => void metrics.push(values),
    now: () => NOW,
    codeVersion: "v1",
  };
  const log = (event: unknown) => logRun(Event.parse(event), ports);
  const close = (part: Partial<MachineState> = {}) => log({ executionName: "run-1", state: state(part) });
  return { runLog, lease, alerts, metrics, log, close };
}
