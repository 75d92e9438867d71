import { addDays, startOfDay } from "#core/model/utc-day.ts";
import type { EstateAccount, EstateResource } from "./estate.ts";
import { ec2Members } from "./fleet-ec2.ts";
import { furtherMembers } from "./fleet-further.ts";
import type { FleetDays, FleetMember } from "./fleet-member.ts";
import { rdsMembers } from "./fleet-rds.ts";
import { redisMembers } from "./fleet-redis.ts";
import { DATA_ACCOUNT, PRODUCTION_ACCOUNT } from "./services.ts";

const ROLE_NAME = "infra-monitoring-reader";

export const ACCOUNTS: readonly EstateAccount[] = [
  account(PRODUCTION_ACCOUNT, "production", ["us-east-1", "us-west-2"]),
  account(DATA_ACCOUNT, "data", ["us-east-1"]),
];

function account(accountId: string, name: string, regions: readonly string[]): EstateAccount {
  return { accountId, name, regions, roleArn: `arn:aws:iam::${accountId}:role/${ROLE_NAME}` };
}

/** Created five days before the daily runs: they have too little history to be scored at first. */
export const YOUNG_NAMES: readonly string[] = [
  "mobile-bff-17",
  "order-api-18",
  "delivery-dispatch-09",
  "coupon-flash-cache-001",
  "coupon-flash-cache-002",
];
const YOUNG_DAYS = 5;
/** Name, and the day on which it is gone, counted from the first daily run. */
export const DELETED: Readonly<Record<string, number>> = { "search-06": -30, "notification-07": 6 };
/** The build machine that is stopped from 03:00 to 11:00 UTC. */
export const STOPPED_AT_NIGHT = "ci-runner-06";
/** The cache whose count of clients never moves. */
export const CONSTANT_CLIENTS = "hr-portal-cache-002";

/** What people really write into tags; nothing downstream may break or run it. */
const HOSTILE_TAGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "store-ops-07": { Name: `store "ops" 'seven'; DROP TABLE x; --` },
  "web-storefront-11": { Name: "<script>alert(1)</script>" },
  "crm-04": { Name: "=cmd|' /C calc'!A0", Owner: "growth\nteam ☕🚨" },
  "hr-portal-mysql": { Owner: `O'Brien, "corporate" <hr@example.com>` },
  "cms-mysql": { Note: "100 % $HOME {{ template }} \\ 店舗" },
};

/** The whole fleet: 233 EC2 instances, 62 databases, 76 cache nodes, and a few of further types. The same for every seed. */
export function fleetMembers(days: FleetDays): FleetMember[] {
  const members = [...ec2Members(days), ...rdsMembers(days), ...redisMembers(days), ...furtherMembers(days)];
  return members.map((member) => ({ ...member, resource: withQuirks(member.resource, days) }));
}

function withQuirks(resource: EstateResource, days: FleetDays): EstateResource {
  const isYoung = YOUNG_NAMES.includes(resource.name);
  const deletedAfterDays = DELETED[resource.name];
  const hostile = HOSTILE_TAGS[resource.name];
  return {
    ...resource,
    ...(isYoung ? { createdAtSeconds: startOfDay(addDays(days.monitoringStart, -YOUNG_DAYS)) } : {}),
    ...(deletedAfterDays === undefined ? {} : { deletedOn: addDays(days.monitoringStart, deletedAfterDays) }),
    ...(hostile === undefined ? {} : hostileFields(resource, hostile)),
  };
}

function hostileFields(resource: EstateResource, hostile: Readonly<Record<string, string>>) {
  const tags = { ...resource.tags, ...hostile };
  return {
    tags,
    owner: tags.Owner ?? resource.owner,
    name: resource.type === "ec2" ? (tags.Name ?? resource.name) : resource.name,
  };
}
