import { archiveOf } from "#runtime/connections/archive.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { score } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("10-score", Event, (event) =>
  score(event, { archive: archiveOf(readEnvironment()) }),
);
