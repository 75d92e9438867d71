import type { ResourceType } from "#core/model/resource.ts";
import { dayAt, startOfDay } from "#core/model/utc-day.ts";
import { instanceClassOn } from "#lib/local/estate/benign-plan.ts";
import type { EstateResource } from "#lib/local/estate/estate.ts";
import type { AwsCall, AwsWorld } from "./call.ts";

/** Resources of a type in the caller's account and region that exist at the simulated moment, ordered by id. */
export function describedResources(world: AwsWorld, call: AwsCall, type: ResourceType): EstateResource[] {
  const today = dayAt(world.state.nowSeconds);
  return world.estate.resources
    .filter(
      (resource) =>
        resource.type === type &&
        resource.accountId === call.accountId &&
        resource.region === call.region &&
        resource.resourceId.startsWith("arn:") &&
        existsAt(resource, world.state.nowSeconds),
    )
    .map((resource) => ({ ...resource, instanceClass: instanceClassOn(world.estate, resource, today) }))
    .sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
}

/** True from a resource's creation to the start of the day on which it is gone. */
export function existsAt(resource: EstateResource, atSeconds: number): boolean {
  return (
    resource.createdAtSeconds <= atSeconds &&
    (resource.deletedOn === null || atSeconds < startOfDay(resource.deletedOn))
  );
}

/** The parts of an endpoint. @example hostAndPort("db.example:3306") // { host: "db.example", port: 3306 } */
export function hostAndPort(endpoint: string): { host: string; port: number } {
  const colon = endpoint.lastIndexOf(":");
  return { host: endpoint.slice(0, colon), port: Number(endpoint.slice(colon + 1)) };
}

/** Tags in AWS' form. */
export function tagList(resource: EstateResource): { Key: string; Value: string }[] {
  return Object.entries(resource.tags).map(([Key, Value]) => ({ Key, Value }));
}

/** An epoch second as the SDK's output types want it. */
export function dateOf(epochSeconds: number): Date {
  return new Date(epochSeconds * 1000);
}
