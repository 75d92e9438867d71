import * as z from "zod";

/** One message for the state machine to publish. `key` names its outbox row: `runId/topic/seq`. */
export const Message = z.object({
  key: z.string(),
  topic: z.string(),
  subject: z.string(),
  body: z.string(),
});
export type Message = z.infer<typeof Message>;
