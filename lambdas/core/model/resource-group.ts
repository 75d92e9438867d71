import { existedOn } from "./expected-series.ts";
import type { Resource } from "./resource.ts";
import { addDays, type UtcDay } from "./utc-day.ts";

/** Type of a group of EC2 instances that is judged as one: its daily values are those of its average member. */
export const INSTANCE_GROUP_TYPE = "ec2group";

/** A member younger than this has no statistics of its own: its group has them. Hard limits are judged from its first day. */
export const YOUNG_DAYS = 30;

/** True for a resource that stands for a group of instances. */
export function isInstanceGroup({ type }: Pick<Resource, "type">): boolean {
  return type === INSTANCE_GROUP_TYPE;
}

/** The type whose metrics a resource has: a group has those of its members. @example metricType("ec2group") // "ec2" */
export function metricType(type: string): string {
  return type === INSTANCE_GROUP_TYPE ? "ec2" : type;
}

/**
 * Id of the resource that stands for the group of an instance; null for everything that is in none. Groups of one name in two accounts or
 * regions are two. Databases and caches are replaced under their old names, so their groups need none.
 * @example instanceGroupId({ type: "ec2", accountId: "1", region: "us-east-1", groupId: "web" }) // "group://1/us-east-1/web"
 */
export function instanceGroupId(
  resource: Pick<Resource, "type" | "accountId" | "region" | "groupId">,
): string | null {
  const { type, accountId, region, groupId } = resource;
  return type === "ec2" && groupId !== null ? `group://${accountId}/${region}/${groupId}` : null;
}

/** True on the first {@link YOUNG_DAYS} days of a resource. */
export function isYoungOn({ firstSeen }: Pick<Resource, "firstSeen">, day: UtcDay): boolean {
  return day < addDays(firstSeen, YOUNG_DAYS);
}

/** The instances of each group, by {@link instanceGroupId}. */
export function groupMembers(resources: readonly Resource[]): Map<string, Resource[]> {
  const members = new Map<string, Resource[]>();
  for (const resource of resources) {
    const id = instanceGroupId(resource);
    if (id === null) continue;
    const known = members.get(id);
    if (known === undefined) members.set(id, [resource]);
    else known.push(resource);
  }
  return members;
}

/** True on a day on which a member is too young for predictions of its own, and its group has them in its place. */
export function isMuteOn(member: Resource, group: Resource | undefined, day: UtcDay): boolean {
  return group !== undefined && isYoungOn(member, day) && existedOn(group, day);
}

/** Ids of all members that are mute on a day. */
export function mutedMembers(resources: readonly Resource[], day: UtcDay): Set<string> {
  const groups = new Map(resources.filter(isInstanceGroup).map((group) => [group.resourceId, group]));
  const muted = resources.filter((member) =>
    isMuteOn(member, groups.get(instanceGroupId(member) ?? ""), day),
  );
  return new Set(muted.map(({ resourceId }) => resourceId));
}
