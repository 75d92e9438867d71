import { ALERTS_OPERATOR, type FunctionId, ROLE_TRIER, SAMPLER, STAGES } from "#contract/stages.ts";
import { addDays } from "#core/model/utc-day.ts";
import type { RunningFunction } from "#lib/local/function-worker/start-function.ts";
import { isObject } from "#lib/local/state-machine/walk-states.ts";
import { MEMBER_ACCESS } from "./deployed.ts";
import { type PrivilegeWorld, RUN_DATE } from "./world.ts";

/** States in which a stage's answer is as good as can be. */
const FINE = ["ok", "skipped", "written", "adopted", "COMPLETE"];

/** What was wrong with an answer; null: nothing. */
function complaint(answer: unknown): string | null {
  if (!isObject(answer)) return null;
  if (typeof answer.state === "string" && !FINE.includes(answer.state)) return `state ${answer.state}`;
  const checks: unknown[] = Array.isArray(answer.checks) ? answer.checks : [];
  const failed = checks.find((line) => isObject(line) && line.ok !== true);
  return failed === undefined ? null : JSON.stringify(failed);
}

let callCount = 0;

/**
 * Calls a function with everything that it was called with in a run that succeeded, as Lambda does when it repeats a call, and with what a
 * run does not show: a check for 00 and 01, the schedule's event for those outside the run.
 *
 * @param isCold - in a new thread, that knows no secret and no credentials
 * @returns the first thing that went wrong; null: nothing did
 */
export async function callAgain(
  world: PrivilegeWorld,
  id: FunctionId,
  { events, isCold }: { readonly events: readonly unknown[]; readonly isCold: boolean },
): Promise<string | null> {
  callCount += 1;
  // A snapshot of one's own: that of a slot which is there already is adopted.
  const isFresh = isCold || id === SAMPLER.id;
  const slot = new Date(Date.UTC(2026, 10, 4, 0, 15 * callCount)).toISOString();
  const called = isFresh ? await world.cold(id, id === SAMPLER.id ? slot : undefined) : await world.warm(id);
  try {
    for (const event of eventsOf(id, events)) {
      await setLease(world, id, events);
      const wrong = await outcome(called, event);
      if (wrong !== null) return wrong;
    }
    return null;
  } finally {
    if (isFresh) await called.stop();
  }
}

async function outcome(called: RunningFunction, event: unknown): Promise<string | null> {
  try {
    return complaint(await called.call(event));
  } catch (error) {
    return String(error);
  }
}

function eventsOf(id: FunctionId, recorded: readonly unknown[]): readonly unknown[] {
  if (id === "00-open-run") {
    const run = { executionName: `again-${callCount}`, input: { runDate: RUN_DATE } };
    return [run, { executionName: `check-${callCount}`, input: { check: true } }];
  }
  if (id === ROLE_TRIER.id) return [MEMBER_ACCESS];
  if (id === ALERTS_OPERATOR.id) return [{ action: "list" }, { action: "list", all: true }];
  if (id === "01-inventory")
    return [...recorded, ...recorded.filter(isObject).map((event) => ({ run: asCheck(event.run) }))];
  const isStage = STAGES.some((stage) => stage.id === id);
  return isStage ? recorded : [{}, {}];
}

function asCheck(run: unknown): unknown {
  return isObject(run) ? { ...run, isCheck: true } : run;
}

/** The run of the recorded events holds the lease; a new one finds it free. */
async function setLease(world: PrivilegeWorld, id: FunctionId, recorded: readonly unknown[]): Promise<void> {
  if (id === "migrate") return;
  const [first] = recorded;
  const run = isObject(first) && isObject(first.run) ? first.run : null;
  await world.sql(
    id === "00-open-run" || run === null
      ? "UPDATE infra_run_lease SET run_id = NULL, expires_at = NULL"
      : `UPDATE infra_run_lease SET run_id = '${run.runId}', epoch = ${run.epoch}, expires_at = '${addDays("2036-01-01", 1)}'`,
  );
}
