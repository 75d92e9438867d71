import * as z from "zod";
import { DeploymentEvent } from "#core/deployment/deployment-event.ts";

/** From CloudFormation, or `{}` from a person in the console. */
export const Event = z.union([DeploymentEvent, z.strictObject({ ResponseURL: z.undefined().optional() })]);
export type Event = z.infer<typeof Event>;
