import { archiveOf } from "#runtime/connections/archive.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { aggregateDaily } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("07-aggregate-daily", Event, (event) =>
  aggregateDaily(event, { archive: archiveOf(readEnvironment()) }),
);
