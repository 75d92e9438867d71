import * as z from "zod";
import { Run } from "#core/model/run.ts";
import { Shard, type ShardResult } from "#core/model/shard.ts";

export const Event = z.object({ run: Run, shard: Shard, inventoryKey: z.string() });
export type Event = z.infer<typeof Event>;

export type Answer = ShardResult;
