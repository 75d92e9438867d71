import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { FleetCost } from "#core/model/fleet-cost.ts";
import { StageError } from "#core/model/stage-error.ts";

const FILE = "fleet_cost.yaml";

/** What the fleet costs, from the config directory. @throws ConfigInvalid naming the field */
export async function loadFleetCost(directory: string): Promise<FleetCost> {
  const text = await readFile(join(directory, FILE), "utf8").catch((cause) => {
    throw new StageError("ConfigInvalid", `${FILE} cannot be read in the config directory`, { cause });
  });
  const parsed = FleetCost.safeParse(parse(text, { maxAliasCount: 0, uniqueKeys: true }));
  if (parsed.success) return parsed.data;
  throw new StageError("ConfigInvalid", `${FILE} is not valid:\n${z.prettifyError(parsed.error)}`);
}
