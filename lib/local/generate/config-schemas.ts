import * as z from "zod";
import { MetricsConfig } from "#core/model/metric-definition.ts";
import { PipelineConfig } from "#core/model/pipeline-config.ts";

/** JSON Schemas of the config files, for editors: path from the root of the project, and text. */
export function generatedConfigSchemas(): Map<string, string> {
  return new Map([
    ["config/schema/metrics_config.schema.json", schemaText(MetricsConfig)],
    ["config/schema/pipeline_config.schema.json", schemaText(PipelineConfig)],
  ]);
}

function schemaText(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { unrepresentable: "any", io: "input" }), null, 2)}\n`;
}
