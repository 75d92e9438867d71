import * as z from "zod";
import { Run } from "#core/model/run.ts";
import { ShardResult } from "#core/model/shard.ts";

/** `shard` is what 06 answered for it. */
export const Event = z.object({ run: Run, shard: ShardResult });
export type Event = z.infer<typeof Event>;

export type Answer = ShardResult;
