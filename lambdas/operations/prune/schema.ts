import * as z from "zod";

/** Nothing to say: the schedule's own fields are ignored. */
export const Event = z.object({});

/** What went, by table. `isFinished`: false where the time was too short, and the next call goes on. */
export const Answer = z.object({
  /** First UTC day that stays. */
  keptFrom: z.iso.date(),
  deleted: z.record(z.string(), z.int()),
  isFinished: z.boolean(),
});
export type Answer = z.infer<typeof Answer>;
