import { SOURCES } from "#core/model/resource.ts";
import type { RunState } from "#core/model/run.ts";
import type { StepLog } from "#core/ports/stores.ts";
import type { MachineState } from "#core/run-log/machine-state.ts";

/** Shows what the other stages found and adds nothing to it: a run that failed to be shown is whole all the same. */
const SHOWING_STEP = "13b-morning-page";

/** How the run ended. A run of some sources is PARTIAL by definition, and so is one in which any part failed. */
export function runState(state: MachineState, steps: readonly StepLog[]): RunState {
  if (state.failure !== undefined) return state.failure.Error === "Superseded" ? "SUPERSEDED" : "FAILED";
  const { run } = state;
  const isSome = run !== undefined && run.sources.length + run.leftOut.length < SOURCES.length;
  const isCut = steps.some(
    ({ step, state: end }) => step !== SHOWING_STEP && (end === "partial" || end === "failed"),
  );
  return isSome || isCut ? "PARTIAL" : "COMPLETE";
}

/** The failure in one line: its name and the message inside the cause that Lambda wraps it in. */
export function failureText(failure: MachineState["failure"]): string | null {
  if (failure === undefined) return null;
  return failure.Cause === undefined ? failure.Error : `${failure.Error}: ${messageOf(failure.Cause)}`;
}

function messageOf(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === "object" && parsed !== null && "errorMessage" in parsed)
      return String(parsed.errorMessage);
  } catch {
    return cause;
  }
  return cause;
}
