import * as z from "zod";
import { FleetCost } from "./fleet-cost.ts";
import { MetricDefinition } from "./metric-definition.ts";
import { PipelineConfig } from "./pipeline-config.ts";
import { ResourceType } from "./resource.ts";
import { ResourceTypeDefinition } from "./resource-type.ts";

/** The config snapshot of a run: what 00 checked and archived, and every later stage reads. */
export const RunConfig = z.object({
  /** First 16 hex digits of the SHA-256 of metrics and pipeline config; stored on each row. */
  hash: z.string(),
  resourceTypes: z.record(ResourceType, ResourceTypeDefinition),
  metrics: z.record(z.string(), MetricDefinition),
  pipeline: PipelineConfig,
  /** For the reports; null: nobody said what the fleet costs. */
  cost: FleetCost.nullable().default(null),
});
export type RunConfig = z.infer<typeof RunConfig>;
