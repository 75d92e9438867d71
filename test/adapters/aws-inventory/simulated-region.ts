import { afterAll } from "vitest";
import { awsInventory } from "#adapters/aws-inventory/aws-inventory.ts";
import type { AccountAccess, RegionInventory } from "#core/ports/cloud-inventory.ts";
import type { Estate, EstateResource } from "#lib/local/estate/estate.ts";
import { startSimulatedAws } from "#lib/local/simulated-aws/server.ts";
import type { FaultRuleInput } from "#lib/local/simulated-http/fault-book.ts";
import { createSimulationState } from "#lib/local/simulated-http/simulation-state.ts";
import { SHIPPED } from "../../support/pipeline-rows.ts";

const ACCOUNT: AccountAccess = { accountId: "111111111111", roleArn: null, externalId: null };
const REGION = "eu-west-1";
const NOW_SECONDS = Date.parse("2026-11-21T10:00:00Z") / 1000;
const CREATED_SECONDS = Date.parse("2026-03-05T12:00:00Z") / 1000;

const BASE: Omit<EstateResource, "resourceId" | "type" | "name"> = {
  accountId: ACCOUNT.accountId,
  region: REGION,
  engine: null,
  instanceClass: null,
  dimensions: {},
  endpoints: [],
  tags: { Owner: "payments" },
  owner: "payments",
  traits: [],
  groupId: null,
  createdAtSeconds: CREATED_SECONDS,
  deletedOn: null,
  gatewaySourceId: null,
  prometheusInstance: null,
};

export function estateInstance(id: string, instanceClass = "m5.large"): EstateResource {
  const resourceId = `arn:aws:ec2:${REGION}:${ACCOUNT.accountId}:instance/${id}`;
  return {
    ...BASE,
    resourceId,
    type: "ec2",
    name: `web ${id}`,
    instanceClass,
    dimensions: { InstanceId: id },
  };
}

export function estateDatabase(name: string, more: Partial<EstateResource> = {}): EstateResource {
  return {
    ...BASE,
    resourceId: `arn:aws:rds:${REGION}:${ACCOUNT.accountId}:db:${name}`,
    type: "rds",
    name,
    engine: "mysql",
    instanceClass: "db.r6g.large",
    dimensions: { DBInstanceIdentifier: name },
    endpoints: [`${name}.abc.${REGION}.rds.amazonaws.com:3306`],
    ...more,
  };
}

export function estateCluster(name: string): EstateResource {
  return estateDatabase(name, {
    resourceId: `arn:aws:rds:${REGION}:${ACCOUNT.accountId}:cluster:${name}`,
    engine: "aurora-mysql",
    dimensions: { DBClusterIdentifier: name, Role: "WRITER" },
    endpoints: [`${name}.cluster-abc.${REGION}.rds.amazonaws.com:3306`],
    traits: ["aurora"],
    groupId: name,
  });
}

export function estateNode(name: string, groupId: string): EstateResource {
  return {
    ...BASE,
    resourceId: `arn:aws:elasticache:${REGION}:${ACCOUNT.accountId}:cluster:${name}`,
    type: "redis",
    name,
    engine: "redis",
    instanceClass: "cache.r6g.large",
    dimensions: { CacheClusterId: name, CacheNodeId: "0001" },
    endpoints: [`${name}.abc.0001.euw1.cache.amazonaws.com:6379`],
    groupId,
  };
}

function estateOf(resources: readonly EstateResource[]): Estate {
  return {
    seed: 1,
    firstDay: "2026-01-01",
    lastDay: "2026-11-21",
    accounts: [{ accountId: ACCOUNT.accountId, name: "main", regions: [REGION], roleArn: "" }],
    resources,
    incidents: [],
    benignEvents: [],
    slots: () => null,
  };
}

/** A region of these resources behind real SDK clients, with things that go wrong. */
export async function describeSimulated(
  resources: readonly EstateResource[],
  faults: readonly FaultRuleInput[] = [],
  withAuroraReaders = false,
): Promise<{ describe: () => Promise<RegionInventory>; callCounts: ReadonlyMap<string, number> }> {
  const state = createSimulationState(NOW_SECONDS);
  for (const { resourceId } of resources) state.alarmedResources.add(resourceId);
  state.faults.set(faults);
  const server = await startSimulatedAws(estateOf(resources), state, SHIPPED.metrics);
  afterAll(() => server.stop());
  const inventory = awsInventory({
    settingsFor: (_, region) => ({
      region,
      endpoint: server.url,
      maxAttempts: 3,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      requestHandler: { requestTimeout: 1500, throwOnRequestTimeout: true },
    }),
  });
  return {
    describe: () => inventory.describe(ACCOUNT, REGION, { types: SHIPPED.resourceTypes, withAuroraReaders }),
    callCounts: state.callCounts,
  };
}
