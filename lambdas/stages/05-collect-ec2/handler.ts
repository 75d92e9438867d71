import { checkCloudWatch } from "#core/collect/check-cloudwatch.ts";
import { archiveOf } from "#runtime/connections/archive.ts";
import { metricSource } from "#runtime/connections/cloud.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { stageHandler } from "#runtime/stage-handler.ts";
import { collectEc2 } from "./run.ts";
import { Event } from "./schema.ts";

export const handler = stageHandler("05-collect-ec2", Event, (event) => {
  const environment = readEnvironment();
  const source = metricSource(environment);
  return event.run.isCheck
    ? checkCloudWatch(event, { archive: () => archiveOf(environment), source })
    : collectEc2(event, { archive: archiveOf(environment), source });
});
