import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EC2Client, type EC2ClientConfig } from "@aws-sdk/client-ec2";
import { ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { RDSClient } from "@aws-sdk/client-rds";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import type {
  AccountAccess,
  CloudInventory,
  InventoryRequest,
  RegionInventory,
} from "#core/ports/cloud-inventory.ts";
import { retryCutAnswers } from "#core/remote/retry-cut-answers.ts";
import { alarmCount } from "./alarm-count.ts";
import { finished } from "./described.ts";
import { ec2Instances } from "./ec2-instances.ts";
import { elastiCacheNodes } from "./elasticache-nodes.ts";
import { furtherResources } from "./further-resources.ts";
import { rdsDatabases } from "./rds-databases.ts";
import { regionCalls } from "./region-calls.ts";

/** What all clients are made with: region, credentials, limits. */
type RegionClientSettings = Pick<
  EC2ClientConfig,
  "region" | "credentials" | "maxAttempts" | "retryMode" | "requestHandler" | "endpoint"
>;

export interface AwsInventoryOptions {
  /** Settings of the clients of one account and region. */
  readonly settingsFor: (account: AccountAccess, region: string) => RegionClientSettings;
}

async function describe(
  account: AccountAccess,
  region: string,
  { settingsFor, types, withAuroraReaders }: AwsInventoryOptions & InventoryRequest,
): Promise<RegionInventory> {
  const settings = settingsFor(account, region);
  const ec2 = retryCutAnswers(new EC2Client(settings));
  const rds = retryCutAnswers(new RDSClient(settings));
  const elastiCache = retryCutAnswers(new ElastiCacheClient(settings));
  const cloudWatch = retryCutAnswers(new CloudWatchClient(settings));
  const tagging = retryCutAnswers(new ResourceGroupsTaggingAPIClient(settings));
  const calls = regionCalls(account.accountId, region);
  try {
    const [alarms, ...found] = await Promise.all([
      alarmCount(cloudWatch, calls),
      ec2Instances(ec2, calls),
      rdsDatabases(rds, calls, { withAuroraReaders, types }),
      elastiCacheNodes(elastiCache, calls),
      furtherResources({ tagging, cloudWatch }, calls, types),
    ]);
    const { resources, warnings } = finished({
      resources: found.flatMap((part) => part.resources),
      warnings: found.flatMap((part) => part.warnings),
    });
    const place = `account ${account.accountId}, ${region}`;
    return {
      resources,
      alarmCount: alarms,
      callCount: calls.callCount(),
      warnings: warnings.map((warning) => (warning.includes(place) ? warning : `${place}: ${warning}`)),
    };
  } finally {
    for (const client of [ec2, rds, elastiCache, cloudWatch, tagging]) client.destroy();
  }
}

/**
 * Port to the describe APIs of EC2, RDS, ElastiCache, tags, metrics and alarms: all pages of one account and region. What one answer
 * lacks (tags that may not be read, an item of an unknown shape) is a warning; a service that cannot be read fails the region, so
 * that its resources are carried over as stale instead of missed.
 *
 * @throws StageError AccessDenied, SourceThrottled, SourceUnavailable, SourceRefused, ContractBroken
 */
export function awsInventory(options: AwsInventoryOptions): CloudInventory {
  return { describe: (account, region, request) => describe(account, region, { ...options, ...request }) };
}
