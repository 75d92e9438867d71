import * as z from "zod";

/** SNS attributes for the filter policies of subscriptions. `owner` and `account` are JSON arrays of strings (String.Array). */
export const MessageAttributes = z.object({
  kind: z.string(),
  severity: z.enum(["critical", "warning", "none"]),
  owner: z.string(),
  account: z.string(),
});
export type MessageAttributes = z.infer<typeof MessageAttributes>;

/** One message for the state machine to publish. `key` names its outbox row: `runId/topic/seq`. */
export const Message = z.object({
  key: z.string(),
  topic: z.string(),
  subject: z.string(),
  body: z.string(),
  attributes: MessageAttributes,
});
export type Message = z.infer<typeof Message>;
