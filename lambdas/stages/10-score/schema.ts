import * as z from "zod";
import { Run } from "#core/model/run.ts";
import { StageReport } from "#core/model/stage-report.ts";

const Days = z.object({ from: z.iso.date(), to: z.iso.date() });

/** `baseline` is 09's answer. */
export const Event = z.object({ run: Run, baseline: z.object({ key: z.string(), recompute: Days }) });
export type Event = z.infer<typeof Event>;

/** `canaryKey`: the scored canary, in an object of its own, so that no table ever sees it. */
export const Answer = StageReport.extend({ key: z.string(), canaryKey: z.string(), recompute: Days });
export type Answer = z.infer<typeof Answer>;
