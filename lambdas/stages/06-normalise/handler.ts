import { archiveOf } from "#runtime/connections/archive.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { normalise } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("06-normalise", Event, (event) =>
  normalise(event, { archive: archiveOf(readEnvironment()) }),
);
