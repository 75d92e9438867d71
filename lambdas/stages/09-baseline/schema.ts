import * as z from "zod";
import { Run } from "#core/model/run.ts";
import { StageReport } from "#core/model/stage-report.ts";

const Days = z.object({ from: z.iso.date(), to: z.iso.date() });

/** `persisted` is 08's answer. */
export const Event = z.object({
  run: Run,
  persisted: z.object({ recompute: Days, overlayKey: z.string().nullable() }),
});
export type Event = z.infer<typeof Event>;

/** `recompute`: the days that are scored; the object holds a few days more before them. */
export const Answer = StageReport.extend({ key: z.string(), recompute: Days });
export type Answer = z.infer<typeof Answer>;
