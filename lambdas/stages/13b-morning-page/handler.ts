import { pageMedia } from "#adapters/page-media/page-media.ts";
import { archiveOf } from "#runtime/connections/archive.ts";
import { storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { writeMorningPage } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("13b-morning-page", Event, async (event) => {
  const environment = readEnvironment();
  return writeMorningPage(event, {
    archive: archiveOf(environment),
    stores: await storesOf(environment),
    media: pageMedia,
  });
});
