import * as z from "zod";
import { CheckLine } from "#core/model/check-line.ts";
import type { StepLog } from "#core/ports/stores.ts";
import { MachineState } from "#core/run-log/machine-state.ts";
import { stepLogs } from "#core/run-log/step-logs.ts";
import type { ExecutionResult } from "../state-machine/execution-result.ts";

/** A check ends without the input that it was started with. */
const Output = MachineState.extend({
  input: z.unknown().optional(),
  lines: z.array(CheckLine).optional(),
  logged: z.object({ state: z.string(), error: z.string().nullable() }).optional(),
});

/** What a run left behind, for people at a terminal. */
export interface RunSummary {
  /** COMPLETE, PARTIAL, FAILED or SUPERSEDED; what the machine said where 14 never answered. */
  readonly state: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly steps: readonly StepLog[];
  /** One sentence; null where nothing went wrong. */
  readonly error: string | null;
  readonly warnings: readonly string[];
  /** Address of the run's morning page; null where there is none. */
  readonly page: string | null;
  /** The table that a check ends with; empty in a run. */
  readonly checks: readonly CheckLine[];
}

/** Reads the output of an execution. */
export function summariseRun(result: ExecutionResult): RunSummary {
  const parsed = Output.safeParse(result.output);
  if (!parsed.success) {
    const error = result.error === null ? result.status : `${result.error}: ${causeText(result.cause)}`;
    return { state: "FAILED", from: null, to: null, steps: [], error, warnings: [], page: null, checks: [] };
  }
  const { run, logged, lines } = parsed.data;
  const steps = stepLogs({ ...parsed.data, input: parsed.data.input });
  return {
    state: logged?.state ?? result.status,
    from: run?.from ?? null,
    to: run?.to ?? null,
    steps,
    error: logged?.error ?? null,
    page: parsed.data.page?.address ?? null,
    checks: lines ?? [],
    warnings: steps.flatMap((step) => step.warnings.map((warning) => `${step.step}: ${warning}`)),
  };
}

const Cause = z.object({ errorMessage: z.string() });

/** Lambda wraps a message in JSON. */
function causeText(cause: string | null): string {
  if (cause === null) return "no cause given";
  try {
    const parsed = Cause.safeParse(JSON.parse(cause));
    return parsed.success ? parsed.data.errorMessage : cause;
  } catch {
    return cause;
  }
}
