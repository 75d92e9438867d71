import { stageObjectKey } from "../contract/object-keys.ts";
import type { InventoryStore } from "../ports/stores.ts";
import type { Archive } from "./archive.ts";
import { readRows } from "./archive-rows.ts";
import { Resource } from "./resource.ts";
import type { Run } from "./run.ts";

/** Every resource as the run knows it: from the table, or, in a dry run that wrote none, from 01's object. */
export async function readResources(
  run: Pick<Run, "runId" | "isDryRun">,
  archive: Archive,
  inventory: Pick<InventoryStore, "readAll">,
): Promise<Resource[]> {
  if (!run.isDryRun) return inventory.readAll();
  return readRows(archive, stageObjectKey(run.runId, "01-inventory", "inventory"), Resource);
}
