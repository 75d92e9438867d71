import * as z from "zod";
import { PrometheusFacts } from "#core/model/prometheus-facts.ts";
import { Run } from "#core/model/run.ts";
import { StageReport } from "#core/model/stage-report.ts";

export const Event = z.object({ run: Run, inventoryKey: z.string() });
export type Event = z.infer<typeof Event>;

/** `canCollect`: whether 03 has anything to ask. `retentionSeconds`: null where nobody knows. `facts`: for the reports; null where nothing answered. */
export const Answer = StageReport.extend({
  canCollect: z.boolean(),
  retentionSeconds: z.number().nullable(),
  version: z.string().nullable(),
  facts: PrometheusFacts.nullable(),
  targets: z.object({ up: z.int(), down: z.int(), missing: z.int(), unknown: z.int() }),
});
export type Answer = z.infer<typeof Answer>;
