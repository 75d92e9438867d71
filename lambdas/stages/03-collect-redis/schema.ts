import * as z from "zod";
import { Run } from "#core/model/run.ts";
import { Shard, type ShardResult } from "#core/model/shard.ts";

/** `prometheus` is what 02 found out. */
export const Event = z.object({
  run: Run,
  shard: Shard,
  inventoryKey: z.string(),
  prometheus: z.object({ canCollect: z.boolean(), retentionSeconds: z.number().nullable() }),
});
export type Event = z.infer<typeof Event>;

export type Answer = ShardResult;
