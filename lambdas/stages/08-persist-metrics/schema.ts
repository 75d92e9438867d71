import * as z from "zod";
import { Run } from "#core/model/run.ts";
import { ShardResult } from "#core/model/shard.ts";
import { StageReport } from "#core/model/stage-report.ts";

export const Event = z.object({ run: Run, inventoryKey: z.string(), aggregated: z.array(ShardResult) });
export type Event = z.infer<typeof Event>;

/** `recompute`: the days that 09 to 13 work on. `overlayKey`: in a dry run the daily values that were not written. */
export const Answer = StageReport.extend({
  recompute: z.object({ from: z.iso.date(), to: z.iso.date() }),
  overlayKey: z.string().nullable(),
  failedSeriesDays: z.int(),
});
export type Answer = z.infer<typeof Answer>;
