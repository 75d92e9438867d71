import { accountClientSettings } from "#adapters/aws-credentials/account-client-settings.ts";
import { awsInventory } from "#adapters/aws-inventory/aws-inventory.ts";
import { cloudWatchSource } from "#adapters/cloudwatch/cloudwatch-source.ts";
import { metricsClient } from "#adapters/cloudwatch/metrics-client.ts";
import type { CloudInventory } from "#core/ports/cloud-inventory.ts";
import type { MetricSource } from "#core/ports/metric-source.ts";
import type { Environment } from "../environment.ts";
import { memoised } from "../memoised.ts";
import { credentialsFor } from "./roles.ts";

const settingsForAccount = accountClientSettings(credentialsFor);

/** The describe APIs of every account. */
export function cloudInventory(): CloudInventory {
  return awsInventory({ settingsFor: settingsForAccount });
}

const sources = memoised((pointsPerSecond) =>
  cloudWatchSource({
    clientFor: (account, region) => metricsClient(settingsForAccount(account, region)),
    ...(pointsPerSecond === "" ? {} : { pointsPerSecond: Number(pointsPerSecond) }),
  }),
);

/** CloudWatch of every account. One per process: its limit of points per second counts all shards that the process reads. */
export function metricSource(environment: Environment): MetricSource {
  return sources(String(environment.CLOUDWATCH_POINTS_PER_SECOND ?? ""));
}
