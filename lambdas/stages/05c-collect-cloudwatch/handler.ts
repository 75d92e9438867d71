import { checkCloudWatch } from "#core/collect/check-cloudwatch.ts";
import { archiveOf } from "#runtime/connections/archive.ts";
import { metricSource } from "#runtime/connections/cloud.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { collectFurtherTypes } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("05c-collect-cloudwatch", Event, (event) => {
  const environment = readEnvironment();
  const source = metricSource(environment);
  return event.run.isCheck
    ? checkCloudWatch(event, { archive: () => archiveOf(environment), source })
    : collectFurtherTypes(event, { archive: archiveOf(environment), source });
});
