import * as z from "zod";

/** Nothing to say: the schedule's own fields are ignored. */
export const Event = z.object({});
export type Event = z.infer<typeof Event>;

/** Object of the slot and how many databases are in it. `adopted`: another call had written it already. */
export const Answer = z.object({
  key: z.string(),
  state: z.enum(["written", "adopted"]),
  answered: z.int(),
  failed: z.int(),
  calls: z.int(),
});
export type Answer = z.infer<typeof Answer>;
