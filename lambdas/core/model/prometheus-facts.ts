import * as z from "zod";

export const EXPORTERS = ["node", "mysql", "postgres", "mongodb"] as const;
export type ExporterName = (typeof EXPORTERS)[number];

/** What Prometheus says of itself, and which exporters' metrics it has. */
export const PrometheusFacts = z.object({
  version: z.string(),
  /** Null where it does not say. */
  retentionDays: z.number().nullable(),
  jobs: z.array(z.string()),
  targetsUp: z.int(),
  targetsDown: z.int(),
  /** Instances whose metrics an exporter sends, by exporter; null where that could not be asked. */
  instancesByExporter: z.record(z.enum(EXPORTERS), z.int()).nullable(),
});
export type PrometheusFacts = z.infer<typeof PrometheusFacts>;
