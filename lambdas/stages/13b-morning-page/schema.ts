import * as z from "zod";
import { Message } from "#core/model/message.ts";
import { Run } from "#core/model/run.ts";
import { StageReport } from "#core/model/stage-report.ts";
import { MachineState } from "#core/run-log/machine-state.ts";

const Day = z.iso.date();

/** The state of the machine after 13: what the stages before said of the run goes onto the page. */
export const Event = z.object({
  state: MachineState.extend({
    run: Run,
    scored: MachineState.shape.scored.unwrap().extend({ recompute: z.object({ from: Day, to: Day }) }),
    alerts: MachineState.shape.alerts.unwrap().extend({ messages: z.array(Message) }),
  }),
});
export type Event = z.infer<typeof Event>;

/** `messages` are 13's, those of this run with the page's address; `address` is null where no page was made. */
export const Answer = StageReport.extend({
  address: z.string().nullable(),
  messages: z.array(Message),
});
export type Answer = z.infer<typeof Answer>;
