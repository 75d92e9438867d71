import * as z from "zod";
import { DeploymentEvent } from "#core/deployment/deployment-event.ts";

/** A watched account as config names it. CloudFormation passes no null. */
const Account = z.object({
  accountId: z.string(),
  roleArn: z.string(),
  externalId: z
    .string()
    .nullish()
    .transform((given) => given ?? null),
});

/** From CloudFormation, or the account alone from a person in the console. */
export const Event = z.union([DeploymentEvent.extend({ ResourceProperties: Account }), Account]);
export type Event = z.infer<typeof Event>;
