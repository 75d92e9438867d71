import { cutName } from "#core/model/cut-name.ts";
import type { Resource } from "#core/model/resource.ts";
import { groupMembers, INSTANCE_GROUP_TYPE, isYoungOn } from "#core/model/resource-group.ts";
import { UNSAMPLED_TRAIT } from "#core/model/sampling.ts";
import type { UtcDay } from "#core/model/utc-day.ts";

/** The instance in the group that the first of these tags names; without one in its Auto Scaling group, if it has any. */
export function grouped(resource: Resource, groupTags: readonly string[]): Resource {
  if (resource.type !== "ec2") return resource;
  const named = groupTags.map((tag) => resource.tags[tag]?.trim()).find(Boolean);
  return named === undefined ? resource : { ...resource, groupId: named };
}

/**
 * Adds a resource for each group of instances whose members live for days: it is judged in their place. A group becomes one when most of its
 * members are young, as after each rollout, and is one until none is.
 * @param inventory - instances with their groups, the gone ones too
 * @param known - groups that were judged before
 * @param today - UTC day of the run's start
 */
export function withInstanceGroups(
  inventory: readonly Resource[],
  known: readonly Resource[],
  today: UtcDay,
): Resource[] {
  const before = new Map(known.map((group) => [group.resourceId, group]));
  const members = groupMembers(inventory);
  const groups = [...new Set([...members.keys(), ...before.keys()])].flatMap((id) =>
    groupNow(id, members.get(id) ?? [], { before: before.get(id), today }),
  );
  return [...inventory, ...groups].toSorted((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
}

/** The group as it is today: none, judged, or gone. */
function groupNow(
  resourceId: string,
  members: readonly Resource[],
  { before, today }: { readonly before: Resource | undefined; readonly today: UtcDay },
): Resource[] {
  const living = members.filter(
    ({ status, traits }) => status !== "gone" && !traits.includes(UNSAMPLED_TRAIT),
  );
  const young = living.filter((member) => isYoungOn(member, today)).length;
  const isJudged = before !== undefined && before.status !== "gone" ? young > 0 : 2 * young > living.length;
  const [first] = living;
  if (!isJudged || first === undefined) return before === undefined ? [] : [{ ...before, status: "gone" }];
  const isDescribed = living.some(({ status }) => status === "described");
  const firstDays = members.map(({ firstSeen }) => firstSeen);
  return [
    {
      ...first,
      resourceId,
      type: INSTANCE_GROUP_TYPE,
      name: cutName(first.groupId ?? resourceId),
      instanceClass: common(living, ({ instanceClass }) => instanceClass),
      dimensions: {},
      endpoints: [],
      tags: commonTags(living),
      owner: common(living, ({ owner }) => owner),
      traits: [],
      firstSeen: [...firstDays, before?.firstSeen ?? today].toSorted()[0] ?? today,
      lastSeen: isDescribed ? today : (before?.lastSeen ?? today),
      status: isDescribed ? "described" : "stale",
    },
  ];
}

/** What all members have alike; null where they differ. */
function common<T>(members: readonly Resource[], of: (member: Resource) => T | null): T | null {
  const values = new Set(members.map(of));
  return values.size === 1 ? ([...values][0] ?? null) : null;
}

function commonTags(members: readonly Resource[]): Record<string, string> {
  const tags = Object.entries(members[0]?.tags ?? {});
  return Object.fromEntries(
    tags.filter(([key, value]) => members.every((member) => member.tags[key] === value)),
  );
}
