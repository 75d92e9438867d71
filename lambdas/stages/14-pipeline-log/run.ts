import { CANARY_MISSED } from "#core/canary/is-canary-found.ts";
import { dayNumber } from "#core/model/utc-day.ts";
import type { RunClosing, Stores } from "#core/ports/stores.ts";
import type { MachineState } from "#core/run-log/machine-state.ts";
import { stepLogs, totalCostUsd } from "#core/run-log/step-logs.ts";
import { failureText, runState } from "./run-state.ts";
import { type Answer, type EndedExecution, type Event, Wish } from "./schema.ts";

/** What alarms look at; emitted before the database is touched, so that a dead database cannot hide a failed run. */
export interface RunMetrics {
  readonly state: string;
  /** Whole days from the newest day of a COMPLETE run to the day before this one; null where there is none. */
  readonly daysBehind: number | null;
  readonly openAlerts: number;
  readonly notifications: number;
  /** Whether the planted anomaly was found; null where the run did not come to look for it. */
  readonly isCanaryFound: boolean | null;
}

interface Ports {
  /** Asked for after the metrics are out: neither a dead database nor a secret that cannot be read hides a failed run. */
  readonly openStores: () => Promise<Pick<Stores, "runLog" | "lease" | "alerts">>;
  readonly emitMetrics: (metrics: RunMetrics) => void;
  /** Now, ISO 8601 UTC. */
  readonly now: () => string;
  readonly codeVersion: string;
}

/** Ends that no Catch sees, as Step Functions names them. */
const SUPERSEDED_STATUSES: readonly string[] = ["ABORTED"];

/** Closes the run: metrics first, then the log and the lease. Acts on its own run only and changes nothing on a closed row. */
export async function logRun(event: Event, ports: Ports): Promise<Answer> {
  return "state" in event ? closeRun(event.executionName, event.state, ports) : closeEnded(event, ports);
}

async function closeRun(runId: string, state: MachineState, ports: Ports): Promise<Answer> {
  const steps = stepLogs(state);
  const finalState = runState(state, steps);
  const error = failureText(state.failure);
  const endedAt = ports.now();
  if (isRehearsal(state)) return { runId, state: finalState, error };
  ports.emitMetrics({
    state: finalState,
    daysBehind: daysBehind(state, finalState, endedAt),
    openAlerts: state.alerts?.openAlerts ?? 0,
    notifications: state.alerts?.notifications ?? 0,
    isCanaryFound: state.alerts?.isCanaryFound ?? null,
  });
  const stores = await ports.openStores();
  await stores.runLog.close(
    closing(runId, state, { finalState, error, endedAt, costUsd: totalCostUsd(steps) }, ports),
    steps,
  );
  await stores.lease.release(runId);
  const sent = (state.published ?? []).filter(({ isSent }) => isSent).map(({ key }) => outboxKey(key));
  if (sent.length > 0) await stores.alerts.markSent(sent, endedAt);
  return { runId, state: finalState, error };
}

/** A dry run and a check leave no row and no metric, also where 00 failed before it could say that it is one. */
function isRehearsal({ run, input }: MachineState): boolean {
  if (run !== undefined) return run.isDryRun || run.isCheck;
  const wish = Wish.safeParse(input);
  return wish.success && (wish.data.dryRun === true || wish.data.check === true);
}

/** Step Functions took it for JSON when the execution began. */
function inputOf({ input }: EndedExecution): unknown {
  return input === null || input === undefined ? null : JSON.parse(input);
}

async function closeEnded(ended: EndedExecution, ports: Ports): Promise<Answer> {
  const runId = ended.name;
  const state = SUPERSEDED_STATUSES.includes(ended.status) ? "SUPERSEDED" : "FAILED";
  const error = `the execution ended as ${ended.status}`;
  const input = inputOf(ended);
  if (isRehearsal({ input })) return { runId, state, error };
  const endedAt = ports.now();
  const stores = await ports.openStores();
  const known = await stores.runLog.find(runId);
  if (known === null || known.state === "OPEN") {
    ports.emitMetrics({ state, daysBehind: null, openAlerts: 0, notifications: 0, isCanaryFound: null });
    await stores.runLog.close(
      closing(runId, { input }, { finalState: state, error, endedAt, costUsd: 0 }, ports),
      [],
    );
  }
  await stores.lease.release(runId);
  return { runId, state: known === null || known.state === "OPEN" ? state : known.state, error };
}

function closing(
  runId: string,
  state: MachineState,
  end: { finalState: Answer["state"]; error: string | null; endedAt: string; costUsd: number },
  ports: Ports,
): RunClosing {
  const { run } = state;
  return {
    runId,
    state: end.finalState,
    from: run?.from ?? null,
    to: run?.to ?? null,
    isDryRun: run?.isDryRun ?? false,
    input: state.input ?? null,
    configHash: run?.configHash ?? "",
    codeVersion: run?.codeVersion ?? ports.codeVersion,
    startedAt: run?.startedAt ?? end.endedAt,
    endedAt: end.endedAt,
    durationMs: null,
    inCount: null,
    outCount: null,
    skippedCount: null,
    apiCalls: null,
    apiUnits: null,
    costUsd: end.costUsd,
    warnings: [...(run?.warnings ?? []), ...(state.alerts?.isCanaryFound === false ? [CANARY_MISSED] : [])],
    error: end.error,
  };
}

function daysBehind({ run }: MachineState, state: Answer["state"], endedAt: string): number | null {
  const yesterday = dayNumber(endedAt.slice(0, 10)) - 1;
  const newest =
    state === "COMPLETE" && run !== undefined
      ? newer(run.to, run.newestCompleteDay)
      : (run?.newestCompleteDay ?? null);
  return newest === null ? null : Math.max(0, yesterday - dayNumber(newest));
}

function newer(day: string, other: string | null): string {
  return other !== null && other > day ? other : day;
}

function outboxKey(key: string): { runId: string; topic: string; seq: number } {
  const [runId = "", topic = "", seq = ""] = key.split("/");
  return { runId, topic, seq: Number(seq) };
}
