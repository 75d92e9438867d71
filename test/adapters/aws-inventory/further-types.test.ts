import { describe, expect, it } from "vitest";
import { sightingsToResources } from "#adapters/aws-inventory/further-resources.ts";
import type { EstateResource } from "#lib/local/estate/estate.ts";
import { SHIPPED } from "../../support/pipeline-rows.ts";
import { describeSimulated, estateCluster, estateDatabase } from "./simulated-region.ts";

const HOME = "eu-west-1:111111111111";

function domain(name: string, tags: EstateResource["tags"]): EstateResource {
  return estateDatabase(name, {
    resourceId: `arn:aws:es:${HOME}:domain/${name}`,
    type: "opensearch",
    engine: null,
    dimensions: { DomainName: name, ClientId: "111111111111" },
    tags,
  });
}

function kafka(name: string, tags: EstateResource["tags"]): EstateResource {
  return estateDatabase(name, {
    resourceId: `arn:aws:kafka:${HOME}:cluster/${name}/*`,
    type: "msk",
    engine: null,
    dimensions: { "Cluster Name": name },
    tags,
  });
}

function broker(cluster: string, id: string): EstateResource {
  return estateDatabase(`${cluster} ${id}`, {
    resourceId: `arn:aws:kafka:${HOME}:cluster/${cluster}/*/broker/${id}`,
    type: "mskbroker",
    engine: null,
    dimensions: { "Cluster Name": cluster, "Broker ID": id },
    tags: {},
  });
}

const documents = {
  ...estateCluster("documents"),
  type: "documentdb",
  engine: "docdb",
  traits: [],
} satisfies EstateResource;

describe("types that only config knows", () => {
  it("are found by their tags and, where nobody ever gave one, by their metrics: each once", async () => {
    const estate = [domain("tagged", { Owner: "platform" }), domain("untagged", {})];
    const { describe: read, callCounts } = await describeSimulated(estate);
    const { resources, warnings } = await read();
    expect(warnings).toEqual([]);
    expect(resources.map(({ resourceId, owner, dimensions }) => ({ resourceId, owner, dimensions }))).toEqual(
      [
        {
          resourceId: `arn:aws:es:${HOME}:domain/tagged`,
          owner: "platform",
          dimensions: { DomainName: "tagged", ClientId: "111111111111" },
        },
        {
          resourceId: `arn:aws:es:${HOME}:domain/untagged`,
          owner: null,
          dimensions: { DomainName: "untagged", ClientId: "111111111111" },
        },
      ],
    );
    expect(callCounts.get("tagging.GetResources")).toBe(1);
  });

  it("keep one id whether the list knows the whole ARN or only its dimensions, and pass tags on to their parts", async () => {
    const estate = [kafka("orders", { Owner: "ordering" }), kafka("clicks", {}), broker("orders", "1")];
    const { describe: read } = await describeSimulated(estate);
    const { resources } = await read();
    expect(resources.map(({ type, name, owner, groupId }) => [type, name, owner, groupId])).toEqual([
      ["msk", "clicks", null, null],
      ["msk", "orders", "ordering", null],
      ["mskbroker", "orders 1", "ordering", "orders"],
    ]);
  });

  it("keep DocumentDB, which the RDS API lists, out of RDS", async () => {
    const { describe: read } = await describeSimulated([documents, estateCluster("ledger")]);
    const { resources } = await read();
    expect(resources.map(({ type, name, engine }) => [type, name, engine])).toEqual([
      ["documentdb", "documents", "docdb"],
      ["rds", "ledger", "aurora-mysql"],
    ]);
    expect(resources[0]?.dimensions).toEqual({ DBClusterIdentifier: "documents", Role: "WRITER" });
  });

  it("fail the region when a list may not be read, so that nothing is taken for gone", async () => {
    for (const fault of [
      { service: "tagging", kind: "deny" },
      { service: "monitoring", action: "ListMetrics", kind: "deny" },
    ] as const) {
      const { describe: read } = await describeSimulated([domain("logs", {})], [fault]);
      await expect(read()).rejects.toMatchObject({ name: "AccessDenied" });
    }
  });

  it("take the tags of whichever list has them", () => {
    const seen = { type: "opensearch", dimensions: { DomainName: "logs" } };
    const tags = [{ Key: "Owner", Value: "platform" }];
    const place = { accountId: "111111111111", region: "us-east-1" };
    for (const sightings of [
      [
        { ...seen, tags },
        { ...seen, tags: null },
      ],
      [
        { ...seen, tags: null },
        { ...seen, tags },
      ],
    ]) {
      const resources = sightingsToResources(sightings, SHIPPED.resourceTypes, place);
      expect(resources.map(({ owner }) => owner)).toEqual(["platform"]);
    }
  });
});
