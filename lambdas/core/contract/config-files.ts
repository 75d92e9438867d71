/** The files of a config directory: what the loader reads is what a deployment's layer holds. */
export const METRICS_FILE = "metrics_config.yaml";
export const PIPELINE_FILE = "pipeline_config.yaml";
/** What the fleet costs, for the reports; a team may do without. */
export const FLEET_COST_FILE = "fleet_cost.yaml";

/** The file that is laid over the pipeline's. @example overlayFile("dev") // "pipeline_config.dev.yaml" */
export function overlayFile(environment: string): string {
  return `pipeline_config.${environment}.yaml`;
}
