import * as z from "zod";
import { RUN_STATES, Run } from "#core/model/run.ts";
import { ShardResult } from "#core/model/shard.ts";
import { Counts } from "#core/model/stage-report.ts";

/** What a stage leaves in the state, as far as the log needs it. */
export const LoggedReport = z.object({
  state: z.string(),
  counts: Counts.optional(),
  warnings: z.array(z.string()).optional(),
  error: z.string().nullable().optional(),
});
export type LoggedReport = z.infer<typeof LoggedReport>;

const Failure = z.object({ Error: z.string(), Cause: z.string().optional() });

/** The state of the machine when it came to 14: everything after the failed stage is absent. */
export const MachineState = z.object({
  input: z.unknown(),
  run: Run.optional(),
  inventory: LoggedReport.optional(),
  prometheus: LoggedReport.optional(),
  collected: z
    .object({
      redis: z.array(ShardResult),
      rds: z.array(ShardResult),
      ec2: z.array(ShardResult),
      database: z.array(ShardResult),
    })
    .optional(),
  aggregated: z.array(ShardResult).optional(),
  persisted: LoggedReport.optional(),
  baseline: LoggedReport.optional(),
  scored: LoggedReport.optional(),
  scoresPersisted: LoggedReport.optional(),
  health: LoggedReport.optional(),
  alerts: LoggedReport.extend({
    openAlerts: z.int().optional(),
    notifications: z.int().optional(),
  }).optional(),
  published: z.array(z.object({ key: z.string(), isSent: z.boolean() })).optional(),
  failure: Failure.optional(),
});
export type MachineState = z.infer<typeof MachineState>;

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
