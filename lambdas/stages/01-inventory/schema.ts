import * as z from "zod";
import { ResourceType } from "#core/model/resource.ts";
import { Run } from "#core/model/run.ts";
import { Shard } from "#core/model/shard.ts";
import { StageReport } from "#core/model/stage-report.ts";

export const Event = z.object({ run: Run });
export type Event = z.infer<typeof Event>;

/** `coverage` counts series: watched are expected to have a value each day, not applicable ones do not exist, excluded ones were not sampled, or config does without their source. */
export const Answer = StageReport.extend({
  key: z.string(),
  shards: z.object({
    redis: z.array(Shard),
    rds: z.array(Shard),
    ec2: z.array(Shard),
    database: z.array(Shard),
    cloudwatch: z.array(Shard),
  }),
  /** `described` by type. */
  resources: z.object({ described: z.record(ResourceType, z.int()), stale: z.int(), gone: z.int() }),
  coverage: z.object({ watched: z.int(), notApplicable: z.int(), excluded: z.int() }),
  alarmCount: z.int(),
});
export type Answer = z.infer<typeof Answer>;
