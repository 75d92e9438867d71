import { archiveOf } from "#runtime/connections/archive.ts";
import { cloudInventory } from "#runtime/connections/cloud.ts";
import { topicsOf } from "#runtime/connections/topics.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { checkAccounts } from "./check.ts";
import { takeInventory } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("01-inventory", Event, (event) => {
  const environment = readEnvironment();
  const beside = { cloud: cloudInventory(), topics: topicsOf(environment) };
  return event.run.isCheck
    ? checkAccounts(event, { archive: () => archiveOf(environment), ...beside })
    : takeInventory(event, { archive: archiveOf(environment), ...beside });
});
