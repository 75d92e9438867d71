import * as z from "zod";
import { RUN_STATES } from "#core/model/run.ts";
import { MachineState } from "#core/run-log/machine-state.ts";

/** What 14 needs to know of an input that 00 may have refused. */
export const Wish = z.object({ dryRun: z.unknown(), check: z.unknown() }).partial();

/** `input`: what it was started with, as text; null or absent where nobody knows. */
const EndedExecution = z.object({
  executionName: z.string(),
  status: z.string(),
  input: z.string().nullish(),
});
export type EndedExecution = z.infer<typeof EndedExecution>;

/** `state`: from the machine itself. `ended`: from the rule that sees executions end in ways no Catch does. */
export const Event = z.union([
  z.object({ executionName: z.string(), state: MachineState }),
  z.object({ ended: EndedExecution }),
]);
export type Event = z.infer<typeof Event>;

export const Answer = z.object({
  runId: z.string(),
  state: z.enum(RUN_STATES),
  error: z.string().nullable(),
});
export type Answer = z.infer<typeof Answer>;
