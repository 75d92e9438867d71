import type * as z from "zod";
import { stageObjectKey } from "../contract/object-keys.ts";
import type { StageId } from "../contract/stages.ts";
import { ARCHIVE_SCHEMA_VERSION, type Archive } from "./archive.ts";
import type { Run } from "./run.ts";
import { RunConfig } from "./run-config.ts";
import { StageError } from "./stage-error.ts";

/** Rows of an object, each parsed by its schema. @throws ArchiveCorrupt naming key, row and field */
export async function readRows<T>(archive: Archive, key: string, schema: z.ZodType<T>): Promise<T[]> {
  const rows = await archive.read(key);
  return rows.map((row, index) => {
    const parsed = schema.safeParse(row);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw new StageError(
      "ArchiveCorrupt",
      `${key} row ${index + 1}, ${issue?.path.join(".")}: ${issue?.message}`,
    );
  });
}

/** The config snapshot of the run. */
export async function readRunConfig(archive: Archive, run: Pick<Run, "configKey">): Promise<RunConfig> {
  const [config] = await readRows(archive, run.configKey, RunConfig);
  if (config === undefined) throw new StageError("ArchiveCorrupt", `${run.configKey} is empty`);
  return config;
}

/** Writes a stage's rows under the run's key and answers the key. `adopt` for collectors, whose source may answer differently on a retry. */
export async function writeRows(
  archive: Archive,
  place: { run: Pick<Run, "runId">; stage: StageId; part: string; adopt?: boolean },
  rows: readonly unknown[],
): Promise<string> {
  const key = stageObjectKey(place.run.runId, place.stage, place.part);
  const header = { runId: place.run.runId, stage: place.stage, schemaVersion: ARCHIVE_SCHEMA_VERSION };
  await archive.write(key, header, rows, { adopt: place.adopt ?? false });
  return key;
}
