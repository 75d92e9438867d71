import {
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  EC2Client,
  paginateDescribeInstances,
} from "@aws-sdk/client-ec2";
import {
  DescribeCacheClustersCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-elasticache";
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  paginateDescribeDBInstances,
  RDSClient,
} from "@aws-sdk/client-rds";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startOfDay } from "#core/model/utc-day.ts";
import { type AwsSimulation, NOW_SECONDS, settings, startSimulation } from "./simulation.ts";

let simulation: AwsSimulation;

beforeAll(async () => {
  simulation = await startSimulation();
});
afterAll(() => simulation.stop());
afterEach(() => {
  simulation.state.faults.set([]);
  simulation.state.nowSeconds = NOW_SECONDS;
});

function expectedIds(type: string, accountId: string, region: string): string[] {
  return simulation.estate.resources
    .filter(
      (resource) =>
        resource.type === type &&
        resource.accountId === accountId &&
        resource.region === region &&
        resource.createdAtSeconds <= NOW_SECONDS &&
        (resource.deletedOn === null || startOfDay(resource.deletedOn) > NOW_SECONDS),
    )
    .map(({ resourceId }) => resourceId)
    .sort();
}

async function instances(accountId: string, region: string) {
  const client = new EC2Client(settings(simulation.url, accountId, region));
  const found = [];
  for await (const page of paginateDescribeInstances({ client, pageSize: 50 }, {})) {
    found.push(...(page.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []));
  }
  return found;
}

describe("ec2", () => {
  it.each([
    ["111111111111", "us-east-1"],
    ["111111111111", "us-west-2"],
    ["222222222222", "us-east-1"],
  ])("pages through the instances of account %s in %s, each once", async (accountId, region) => {
    const found = await instances(accountId, region);
    expect(
      found.map(({ InstanceId }) => `arn:aws:ec2:${region}:${accountId}:instance/${InstanceId}`).sort(),
    ).toEqual(expectedIds("ec2", accountId, region));
  });

  it("describes tags, types and the attach time as the creation, whatever LaunchTime says", async () => {
    const found = await instances("111111111111", "us-east-1");
    for (const resource of simulation.estate.resources) {
      const instance = found.find(({ InstanceId }) => InstanceId === resource.dimensions.InstanceId);
      if (instance !== undefined && resource.type === "ec2") {
        expect(instance.BlockDeviceMappings?.[0]?.Ebs?.AttachTime).toEqual(
          new Date(resource.createdAtSeconds * 1000),
        );
        expect(instance.LaunchTime?.getTime()).toBeGreaterThanOrEqual(resource.createdAtSeconds * 1000);
        const tags = Object.fromEntries((instance.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
        expect(tags).toMatchObject(resource.tags);
      }
    }
  });

  it("tells Nitro from Xen by the instance type only, as the real API does", async () => {
    const found = await instances("111111111111", "us-east-1");
    expect(new Set(found.map(({ Hypervisor }) => Hypervisor))).toEqual(new Set(["xen"]));
    const client = new EC2Client(settings(simulation.url));
    const { InstanceTypes } = await client.send(
      new DescribeInstanceTypesCommand({ InstanceTypes: ["m5.large", "t2.small"] }),
    );
    expect(
      InstanceTypes?.map((type) => [type.InstanceType, type.Hypervisor, type.BurstablePerformanceSupported]),
    ).toEqual(
      expect.arrayContaining([
        ["m5.large", "nitro", false],
        ["t2.small", "xen", true],
      ]),
    );
  });

  it("hides what is created later and what is deleted earlier", async () => {
    const deleted = simulation.estate.resources.find(({ name }) => name === "notification-07");
    const ids = async () =>
      (await instances("111111111111", "us-east-1")).map(({ InstanceId }) => InstanceId);
    const goneAt = startOfDay(deleted?.deletedOn ?? "");
    simulation.state.nowSeconds = goneAt - 1;
    expect(await ids()).toContain(deleted?.dimensions.InstanceId);
    simulation.state.nowSeconds = goneAt;
    expect(await ids()).not.toContain(deleted?.dimensions.InstanceId);
  });
});

describe("rds", () => {
  it("pages through instances, Aurora's members, Neptune and DocumentDB", async () => {
    const client = new RDSClient(settings(simulation.url));
    const found = [];
    for await (const page of paginateDescribeDBInstances({ client, pageSize: 20 }, {})) {
      found.push(...(page.DBInstances ?? []));
    }
    const plain = found.filter(({ DBClusterIdentifier }) => DBClusterIdentifier === undefined);
    expect(plain.map(({ DBInstanceArn }) => DBInstanceArn).sort()).toEqual(
      expectedIds("rds", "111111111111", "us-east-1").filter((id) => id.includes(":db:")),
    );
    expect(found.map(({ Engine }) => Engine)).toEqual(
      expect.arrayContaining(["neptune", "docdb", "aurora-mysql"]),
    );
    const replica = plain.find(
      ({ DBInstanceIdentifier }) => DBInstanceIdentifier === "order-api-mysql-replica",
    );
    expect(replica?.ReadReplicaSourceDBInstanceIdentifier).toBe("order-api-mysql");
  });

  it("describes clusters with a writer and a reader", async () => {
    const client = new RDSClient(settings(simulation.url));
    const { DBClusters = [] } = await client.send(new DescribeDBClustersCommand({}));
    const aurora = DBClusters.filter(({ Engine }) => Engine?.startsWith("aurora"));
    expect(aurora.map(({ DBClusterArn }) => DBClusterArn).sort()).toEqual(
      expectedIds("rds", "111111111111", "us-east-1").filter((id) => id.includes(":cluster:")),
    );
    for (const cluster of aurora) {
      expect(cluster.DBClusterMembers?.map(({ IsClusterWriter }) => IsClusterWriter)).toEqual([true, false]);
    }
  });
});

describe("elasticache", () => {
  it("lists Redis nodes with endpoints, and a Memcached cluster among them", async () => {
    const client = new ElastiCacheClient(settings(simulation.url));
    const { CacheClusters = [] } = await client.send(
      new DescribeCacheClustersCommand({ ShowCacheNodeInfo: true }),
    );
    const redis = CacheClusters.filter(({ Engine }) => Engine === "redis");
    expect(redis.map(({ ARN }) => ARN).sort()).toEqual(expectedIds("redis", "111111111111", "us-east-1"));
    const endpoints = redis.map(({ CacheNodes }) => {
      const endpoint = CacheNodes?.[0]?.Endpoint;
      return `redis://${endpoint?.Address}:${endpoint?.Port}`;
    });
    for (const endpoint of endpoints) {
      expect(
        simulation.estate.resources.some(({ prometheusInstance }) => prometheusInstance === endpoint),
      ).toBe(true);
    }
    expect(CacheClusters.some(({ Engine }) => Engine === "memcached")).toBe(true);
  });

  it("leaves the nodes out unless asked for", async () => {
    const client = new ElastiCacheClient(settings(simulation.url));
    const { CacheClusters = [] } = await client.send(new DescribeCacheClustersCommand({}));
    expect(CacheClusters.every(({ CacheNodes }) => CacheNodes === undefined)).toBe(true);
  });

  it("gives a sharded group a configuration endpoint, any other a primary and a reader", async () => {
    const client = new ElastiCacheClient(settings(simulation.url));
    const { ReplicationGroups = [] } = await client.send(new DescribeReplicationGroupsCommand({}));
    const sharded = ReplicationGroups.find(
      ({ ReplicationGroupId }) => ReplicationGroupId === "order-api-cache",
    );
    expect(sharded?.ConfigurationEndpoint?.Port).toBe(6379);
    expect(sharded?.NodeGroups?.map(({ NodeGroupMembers }) => NodeGroupMembers?.length)).toEqual([2, 2, 2]);
    const pair = ReplicationGroups.find(
      ({ ReplicationGroupId }) => ReplicationGroupId === "order-rate-limit",
    );
    expect(pair?.NodeGroups?.[0]?.PrimaryEndpoint?.Address).toMatch(/^master\./);
    expect(pair?.NodeGroups?.[0]?.ReaderEndpoint?.Address).toMatch(/^replica\./);
  });

  it("gives the tags by ARN", async () => {
    const client = new ElastiCacheClient(settings(simulation.url));
    const [ResourceName] = expectedIds("redis", "111111111111", "us-east-1");
    const { TagList = [] } = await client.send(new ListTagsForResourceCommand({ ResourceName }));
    expect(TagList.map(({ Key }) => Key)).toEqual(expect.arrayContaining(["Owner", "Service"]));
  });
});

describe("faults of describe calls", () => {
  const describeOnce = (maxAttempts: number) =>
    new EC2Client({ ...settings(simulation.url), maxAttempts }).send(new DescribeInstancesCommand({}));

  it.each([
    ["throttle", "RequestLimitExceeded"],
    ["deny", "UnauthorizedOperation"],
    ["internal_error", "InternalFailure"],
  ] as const)("%s surfaces as %s", async (kind, name) => {
    simulation.state.faults.set([{ service: "ec2", action: "DescribeInstances", kind }]);
    await expect(describeOnce(1)).rejects.toMatchObject({ name });
  });

  it("strikes `times` calls, which the SDK's retry survives", async () => {
    simulation.state.faults.set([{ service: "ec2", kind: "throttle", times: 1 }]);
    await expect(describeOnce(2)).resolves.toBeDefined();
  });

  it("strikes only the account that the rule names", async () => {
    simulation.state.faults.set([{ service: "rds", kind: "deny", accountId: "222222222222" }]);
    const call = (account: string) =>
      new RDSClient(settings(simulation.url, account)).send(new DescribeDBInstancesCommand({}));
    await expect(call("111111111111")).resolves.toBeDefined();
    await expect(call("222222222222")).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("repeat_token goes on for ever unless the client watches the token", async () => {
    simulation.state.faults.set([{ service: "ec2", kind: "repeat_token" }]);
    const client = new EC2Client(settings(simulation.url));
    let pages = 0;
    for await (const _ of paginateDescribeInstances({ client, stopOnSameToken: true }, { MaxResults: 50 })) {
      pages += 1;
    }
    expect(pages).toBe(2);
  });

  it("a request that nobody signed is refused", async () => {
    expect((await fetch(simulation.url, { method: "POST" })).status).toBe(403);
  });
});
