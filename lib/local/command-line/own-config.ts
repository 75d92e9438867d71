import { fileURLToPath } from "node:url";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import type { readEnvironment } from "#runtime/environment.ts";

const SHIPPED = fileURLToPath(new URL("../../../config", import.meta.url));

/** The config of a command: that of the environment's variables, else the one that lies beside the code. @throws ConfigInvalid */
export function ownConfig({
  CONFIG_DIRECTORY,
  PIPELINE_ENVIRONMENT,
}: ReturnType<typeof readEnvironment>): Promise<RunConfig> {
  return loadConfig(CONFIG_DIRECTORY ?? SHIPPED, PIPELINE_ENVIRONMENT ?? null);
}
