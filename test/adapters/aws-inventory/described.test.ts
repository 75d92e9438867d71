import { describe, expect, it } from "vitest";
import { finished, ownerOf, partitionOf } from "#adapters/aws-inventory/described.ts";
import { instancesToResources } from "#adapters/aws-inventory/ec2-instances.ts";
import { RESOURCE_ID_MAX_LENGTH } from "#core/model/resource.ts";

function found(...ids: string[]) {
  const { resources } = instancesToResources(
    ids.map((InstanceId) => ({ InstanceId })),
    { accountId: "1", region: "eu-west-1" },
  );
  return resources;
}

describe("finished", () => {
  it("keeps an item that two pages repeat once, and sorts by id", () => {
    const { resources } = finished({ resources: found("i-2", "i-1", "i-2"), warnings: [] });
    expect(resources.map(({ name }) => name)).toEqual(["i-1", "i-2"]);
  });

  it("refuses an id of 513 characters and takes one of 512", () => {
    const [resource] = found("i-1");
    const withId = (length: number) =>
      resource === undefined ? [] : [{ ...resource, resourceId: "x".repeat(length) }];
    expect(finished({ resources: withId(RESOURCE_ID_MAX_LENGTH), warnings: [] }).resources).toHaveLength(1);
    const refused = finished({ resources: withId(RESOURCE_ID_MAX_LENGTH + 1), warnings: [] });
    expect(refused.resources).toEqual([]);
    expect(refused.warnings).toEqual([expect.stringContaining("left out")]);
  });

  it("cuts a name that is too long, with a warning", () => {
    const resources = found("i-1").map((resource) => ({ ...resource, name: ` ${"n".repeat(256)} ` }));
    const cut = finished({ resources, warnings: [] });
    expect(cut.resources[0]?.name).toBe("n".repeat(255));
    expect(cut.warnings).toHaveLength(1);
  });
});

describe("ownerOf", () => {
  it("prefers Owner, skips blank tags, and is null without any", () => {
    expect(ownerOf({ team: "b", Owner: "a" })).toBe("a");
    expect(ownerOf({ Owner: " ", team: "b" })).toBe("b");
    expect(ownerOf({ Name: "x" })).toBeNull();
  });

  it("has at most 255 characters, as its column, of the 256 that a tag may have; none of them half", () => {
    expect(ownerOf({ Owner: "o".repeat(256) })).toBe("o".repeat(255));
    expect(ownerOf({ Owner: "🦄".repeat(128) })).toBe("🦄".repeat(127));
  });
});

describe("partitionOf", () => {
  it("knows the partitions of China and GovCloud", () => {
    expect(["eu-west-1", "cn-north-1", "us-gov-west-1"].map(partitionOf)).toEqual([
      "aws",
      "aws-cn",
      "aws-us-gov",
    ]);
  });
});
