import { describe, expect, it } from "vitest";
import type { Resource } from "#core/model/resource.ts";
import { isInstanceGroup } from "#core/model/resource-group.ts";
import { addDays } from "#core/model/utc-day.ts";
import { grouped, withInstanceGroups } from "#stages/01-inventory/instance-groups.ts";
import { anInstance, aRedisNode } from "../../support/pipeline-rows.ts";

const TODAY = "2026-11-22";
const WEB = "group://111111111111/us-east-1/web";

/** An instance of the group `web`, so many days old. */
const member = (name: string, ageDays: number, part: Partial<Resource> = {}) =>
  anInstance(name, { groupId: "web", firstSeen: addDays(TODAY, -ageDays), lastSeen: TODAY, ...part });
const groupOf = (members: readonly Resource[], known: readonly Resource[] = [], today = TODAY) =>
  withInstanceGroups(members, known, today).find(({ resourceId }) => resourceId === WEB);

describe("the group of an instance", () => {
  const tagged = anInstance("i", { groupId: "asg", tags: { Cluster: " orders ", Stack: "blue", Empty: "" } });

  it.each([
    [[], "asg"],
    [["Cluster"], "orders"],
    [["Nothing", "Empty", "Stack", "Cluster"], "blue"],
    [["Nothing"], "asg"],
  ])("is named by the first tag of config that it has, of %j: %s", (tags, groupId) => {
    expect(grouped(tagged, tags).groupId).toBe(groupId);
  });

  it("is left to AWS for everything that is no instance", () => {
    const node = aRedisNode("n", { tags: { Cluster: "orders" }, groupId: "cart" });
    expect(grouped(node, ["Cluster"])).toEqual(node);
  });
});

describe("a group is judged as one", () => {
  it.each<[string, readonly number[], boolean]>([
    ["all members are young", [0, 4, 29], true],
    ["more than half are", [0, 4, 30], true],
    ["half are", [0, 30], false],
    ["none is", [30, 400], false],
  ])("where %s", (_, ages, isJudged) => {
    const found = groupOf(ages.map((age, index) => member(`i-${index}`, age)));
    expect(found !== undefined).toBe(isJudged);
  });

  it("until none of its members is young", () => {
    const known = groupOf([member("a", 1), member("b", 29)]);
    if (known === undefined) throw new Error("no group");
    expect(groupOf([member("a", 29), member("b", 57)], [known])?.status).toBe("described");
    const later = groupOf([member("a", 30), member("b", 58)], [known], "2026-11-23");
    expect(later).toMatchObject({ status: "gone", lastSeen: TODAY });
    expect(groupOf([], [known], "2026-11-23")).toMatchObject({ status: "gone", lastSeen: TODAY });
  });

  it("by its living members: the gone ones only say since when it is there", () => {
    const gone = member("a", 500, { status: "gone" });
    expect(groupOf([gone, member("b", 3)])).toMatchObject({ firstSeen: gone.firstSeen, status: "described" });
    expect(groupOf([gone, gone])).toBeUndefined();
  });

  it("and is stale where nobody could ask about its members", () => {
    const known = groupOf([member("a", 1)]);
    if (known === undefined) throw new Error("no group");
    const stale = groupOf([member("a", 2, { status: "stale" })], [known], "2026-11-23");
    expect(stale).toMatchObject({ status: "stale", lastSeen: TODAY });
  });

  it("under as much of its name as the tables hold", () => {
    const groupId = "w".repeat(256);
    const [group] = withInstanceGroups([member("i-1", 0, { groupId })], [], TODAY).filter(isInstanceGroup);
    expect(group?.resourceId).toBe(`group://111111111111/us-east-1/${groupId}`);
    expect(group?.name).toBe("w".repeat(255));
  });

  it("in each account and region by itself", () => {
    const elsewhere = member("b", 400, { region: "us-west-2" });
    const inventory = withInstanceGroups([member("a", 1), elsewhere], [], TODAY);
    expect(inventory.map(({ resourceId }) => resourceId).filter((id) => id.startsWith("group:"))).toEqual([
      WEB,
    ]);
  });

  it("with what its members have alike", () => {
    const tags = (name: string) => ({ Name: name, Service: "shop" });
    const found = groupOf([
      member("a", 1, { tags: tags("a"), owner: "ann", instanceClass: "m5.large" }),
      member("b", 2, { tags: tags("b"), owner: "bob", instanceClass: "m5.large" }),
    ]);
    expect(found).toMatchObject({
      ...{ type: "ec2group", name: "web", groupId: "web", owner: null, instanceClass: "m5.large" },
      ...{ tags: { Service: "shop" }, dimensions: {}, endpoints: [], traits: [] },
    });
  });
});
