import type { DBCluster, DBInstance } from "@aws-sdk/client-rds";
import type { AwsCall, AwsWorld } from "./call.ts";
import { dateOf } from "./described-resources.ts";

/** Neptune answers under RDS' API too, though it is none of its databases: a client must leave it out. */
const FOREIGN = [{ id: "graph-1", engine: "neptune", port: 8182, suffix: "neptune" }] as const;

/** The Neptune instance of the first account's first region; none elsewhere. */
export function foreignInstances(world: AwsWorld, call: AwsCall): DBInstance[] {
  return isTheirPlace(world, call)
    ? FOREIGN.map(({ id, engine, port, suffix }) => ({
        DBInstanceIdentifier: `${id}-0`,
        DBInstanceArn: `arn:aws:rds:${call.region}:${call.accountId}:db:${id}-0`,
        DBClusterIdentifier: id,
        DBInstanceClass: "db.r6g.large",
        Engine: engine,
        EngineVersion: "1.3.2.1",
        DBInstanceStatus: "available",
        InstanceCreateTime: dateOf(world.state.nowSeconds - 200 * 86_400),
        Endpoint: { Address: `${id}-0.example.${call.region}.${suffix}.amazonaws.com`, Port: port },
      }))
    : [];
}

/** Its cluster. */
export function foreignClusters(world: AwsWorld, call: AwsCall): DBCluster[] {
  return isTheirPlace(world, call)
    ? FOREIGN.map(({ id, engine, port, suffix }) => ({
        DBClusterIdentifier: id,
        DBClusterArn: `arn:aws:rds:${call.region}:${call.accountId}:cluster:${id}`,
        Engine: engine,
        Status: "available",
        Endpoint: `${id}.cluster-example.${call.region}.${suffix}.amazonaws.com`,
        Port: port,
        DBClusterMembers: [{ DBInstanceIdentifier: `${id}-0`, IsClusterWriter: true }],
      }))
    : [];
}

function isTheirPlace(world: AwsWorld, call: AwsCall): boolean {
  const first = world.estate.accounts[0];
  return first?.accountId === call.accountId && first.regions[0] === call.region;
}
