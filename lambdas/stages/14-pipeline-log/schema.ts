import * as z from "zod";
import { RUN_STATES } from "#core/model/run.ts";
import { MachineState } from "#core/run-log/machine-state.ts";

/** What 14 needs to know of an input that 00 may have refused. */
export const Wish = z.object({ dryRun: z.unknown(), check: z.unknown() }).partial();

/**
 * `detail` of EventBridge's "Step Functions Execution Status Change". `input`: what the execution was started with, as text; null where
 * it is too large for an event.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
const EndedExecution = z.object({
  name: z.string(),
  status: z.string(),
  input: z.string().nullish(),
});
export type EndedExecution = z.infer<typeof EndedExecution>;

/** From the machine itself, or from the rule that sees executions end in ways no Catch does. */
export const Event = z.union([z.object({ executionName: z.string(), state: MachineState }), EndedExecution]);
export type Event = z.infer<typeof Event>;

export const Answer = z.object({
  runId: z.string(),
  state: z.enum(RUN_STATES),
  error: z.string().nullable(),
});
export type Answer = z.infer<typeof Answer>;
