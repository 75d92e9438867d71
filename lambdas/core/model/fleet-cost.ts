import * as z from "zod";
import { ResourceType } from "./resource.ts";

/** What the fleet costs a month by somebody's account of it: config/fleet_cost.yaml. */
export const FleetCost = z.strictObject({
  /** Where the figures come from, for people. */
  source: z.string().min(1),
  recordedOn: z.iso.date(),
  services: z
    .array(
      z.strictObject({
        title: z.string().min(1),
        /** Null for services that are no watched type. */
        type: ResourceType.nullable(),
        /** How many there should be, as the source says it, such as `3+`; null: it does not say. */
        expected: z.string().nullable(),
        /** US dollars; null: unknown. */
        usdPerMonth: z.number().min(0).nullable(),
      }),
    )
    .min(1),
});
export type FleetCost = z.infer<typeof FleetCost>;
