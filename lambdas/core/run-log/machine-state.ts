import * as z from "zod";
import { PrometheusFacts } from "../model/prometheus-facts.ts";
import { Run } from "../model/run.ts";
import { ShardResult } from "../model/shard.ts";
import { Counts } from "../model/stage-report.ts";

/** What a stage leaves in the state, as far as the log and the morning page need it. */
export const LoggedReport = z.object({
  state: z.string(),
  counts: Counts.optional(),
  warnings: z.array(z.string()).optional(),
  error: z.string().nullable().optional(),
});
export type LoggedReport = z.infer<typeof LoggedReport>;

const Failure = z.object({ Error: z.string(), Cause: z.string().optional() });

/** The state of the machine as far as it came: everything after a stage that failed is absent. */
export const MachineState = z.object({
  input: z.unknown(),
  run: Run.optional(),
  inventory: LoggedReport.extend({ alarmCount: z.int().optional() }).optional(),
  prometheus: LoggedReport.extend({ facts: PrometheusFacts.nullable().optional() }).optional(),
  collected: z
    .object({
      redis: z.array(ShardResult),
      rds: z.array(ShardResult),
      ec2: z.array(ShardResult),
      database: z.array(ShardResult),
      cloudwatch: z.array(ShardResult),
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
    isCanaryFound: z.boolean().optional(),
  }).optional(),
  page: LoggedReport.extend({ address: z.string().nullable().optional() }).optional(),
  published: z.array(z.object({ key: z.string(), isSent: z.boolean() })).optional(),
  failure: Failure.optional(),
});
export type MachineState = z.infer<typeof MachineState>;
