import * as z from "zod";
import { Message } from "#core/model/message.ts";
import { Run } from "#core/model/run.ts";
import { StageReport } from "#core/model/stage-report.ts";

/** `scored` is 10's answer. */
export const Event = z.object({
  run: Run,
  scored: z.object({
    key: z.string(),
    canaryKey: z.string(),
    recompute: z.object({ from: z.iso.date(), to: z.iso.date() }),
  }),
});
export type Event = z.infer<typeof Event>;

export const Answer = StageReport.extend({
  messages: z.array(Message),
  openAlerts: z.int(),
  notifications: z.int(),
  isCanaryFound: z.boolean(),
});
export type Answer = z.infer<typeof Answer>;
