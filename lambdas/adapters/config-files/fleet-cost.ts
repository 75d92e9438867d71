import { existsSync } from "node:fs";
import { join } from "node:path";
import { FLEET_COST_FILE } from "#contract/config-files.ts";
import { FleetCost } from "#core/model/fleet-cost.ts";
import { check, readYaml } from "./config-file.ts";

/** What the fleet costs, from the config directory; null where there is no such file. @throws ConfigInvalid naming the field */
export async function loadFleetCost(directory: string): Promise<FleetCost | null> {
  if (!existsSync(join(directory, FLEET_COST_FILE))) return null;
  return check(FleetCost, await readYaml(directory, FLEET_COST_FILE), FLEET_COST_FILE);
}
