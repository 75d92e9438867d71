import { describe, expect, it } from "vitest";
import { databasesToResources } from "#adapters/aws-inventory/database-resources.ts";

const place = { accountId: "1", region: "eu-west-1" };
const options = { withAuroraReaders: false, types: {} };

function instance(DBInstanceIdentifier: string, more: object = {}) {
  return { DBInstanceIdentifier, DBInstanceArn: `arn:${DBInstanceIdentifier}`, Engine: "mysql", ...more };
}

describe("databasesToResources", () => {
  it("marks a read replica and puts it into one group with its source", () => {
    const resources = databasesToResources(
      [
        instance("orders", { ReadReplicaDBInstanceIdentifiers: ["orders-copy"] }),
        instance("orders-copy", { ReadReplicaSourceDBInstanceIdentifier: "orders" }),
        instance("alone", { ReadReplicaDBInstanceIdentifiers: [] }),
      ],
      [],
      place,
      options,
    );
    expect(resources.map(({ traits, groupId }) => [traits, groupId])).toEqual([
      [[], "orders"],
      [["replica"], "orders"],
      [[], null],
    ]);
  });

  it("takes an Aurora cluster for its members, with the writer's class", () => {
    const members = { DBClusterIdentifier: "ledger", Engine: "aurora-mysql" };
    const resources = databasesToResources(
      [
        instance("ledger-1", { ...members, DBInstanceClass: "db.t4g.medium" }),
        instance("ledger-2", { ...members, DBInstanceClass: "db.r6g.large" }),
      ],
      [
        {
          DBClusterIdentifier: "ledger",
          DBClusterArn: "arn:ledger",
          Engine: "aurora-mysql",
          Endpoint: "ledger.cluster",
          Port: 3306,
          DBClusterMembers: [
            { DBInstanceIdentifier: "ledger-1", IsClusterWriter: false },
            { DBInstanceIdentifier: "ledger-2", IsClusterWriter: true },
          ],
        },
      ],
      place,
      options,
    );
    expect(resources).toHaveLength(1);
    expect(resources[0]).toMatchObject({
      resourceId: "arn:ledger",
      instanceClass: "db.r6g.large",
      dimensions: { DBClusterIdentifier: "ledger", Role: "WRITER" },
      endpoints: ["ledger.cluster:3306"],
      traits: ["aurora"],
      groupId: "ledger",
    });
  });

  it("reads the instances of a Multi-AZ cluster that is not Aurora, grouped by it", () => {
    const resources = databasesToResources(
      [instance("multi-1", { DBClusterIdentifier: "multi" })],
      [{ DBClusterIdentifier: "multi", DBClusterArn: "arn:multi", Engine: "mysql" }],
      place,
      options,
    );
    expect(resources.map(({ resourceId, groupId }) => [resourceId, groupId])).toEqual([
      ["arn:multi-1", "multi"],
    ]);
  });
});
