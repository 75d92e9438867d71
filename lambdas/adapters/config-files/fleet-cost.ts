import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { FleetCost } from "#core/model/fleet-cost.ts";
import { StageError } from "#core/model/stage-error.ts";

const FILE = "fleet_cost.yaml";

/** What the fleet costs, from the config directory; null where there is no such file. @throws ConfigInvalid naming the field */
export async function loadFleetCost(directory: string): Promise<FleetCost | null> {
  const text = await readFile(join(directory, FILE), "utf8").catch(absent);
  if (text === null) return null;
  const parsed = FleetCost.safeParse(yaml(text));
  if (parsed.success) return parsed.data;
  throw new StageError("ConfigInvalid", `${FILE} is not valid:\n${z.prettifyError(parsed.error)}`);
}

function absent(cause: unknown): null {
  if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
  throw new StageError("ConfigInvalid", `${FILE} cannot be read in the config directory`, { cause });
}

function yaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, uniqueKeys: true });
  } catch (cause) {
    throw new StageError("ConfigInvalid", `${FILE} is not YAML`, { cause });
  }
}
