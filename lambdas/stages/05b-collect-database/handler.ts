import { archiveOf } from "#runtime/connections/archive.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { checkSnapshots } from "./check.ts";
import { collectDatabase } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("05b-collect-database", Event, (event) => {
  const environment = readEnvironment();
  return event.run.isCheck
    ? checkSnapshots(event, { archive: () => archiveOf(environment) })
    : collectDatabase(event, { archive: archiveOf(environment) });
});
