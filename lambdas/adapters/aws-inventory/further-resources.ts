import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { arnOf, metricDimensions } from "#core/collect/arn-pattern.ts";
import type { ResourceTypes } from "#core/model/resource-type.ts";
import type { DescribedResource } from "#core/ports/cloud-inventory.ts";
import { type ArnSighting, placeOf } from "./arn-sighting.ts";
import { type Found, ownerOf, type Place, tagsOf } from "./described.ts";
import { listedResources } from "./listed-resources.ts";
import type { RegionCalls } from "./region-calls.ts";
import { taggedResources } from "./tagged-resources.ts";

/** Every resource of the types that config names, from the tagging API and from the metrics that CloudWatch lists. */
export async function furtherResources(
  clients: { readonly tagging: ResourceGroupsTaggingAPIClient; readonly cloudWatch: CloudWatchClient },
  calls: RegionCalls,
  types: ResourceTypes,
): Promise<Found> {
  const [tagged, ...listed] = await Promise.all([
    taggedResources(clients.tagging, calls, types),
    ...Object.entries(types).map(([name, type]) => listedResources(clients.cloudWatch, calls, name, type)),
  ]);
  return { resources: sightingsToResources([...tagged, ...listed.flat()], types, calls), warnings: [] };
}

/** One resource per id, whoever saw it, with the tags of whoever knows them; pure. A part without tags has those of what it is part of. */
export function sightingsToResources(
  sightings: readonly ArnSighting[],
  types: ResourceTypes,
  place: Place,
): DescribedResource[] {
  const found = new Map<string, DescribedResource>();
  for (const sighting of sightings) {
    const resource = resourceOf(sighting, types, place);
    if (resource === null) continue;
    const known = found.get(resource.resourceId);
    if (known === undefined || Object.keys(known.tags).length === 0) found.set(resource.resourceId, resource);
  }
  const all = [...found.values()];
  return all.map((resource) => withParent(resource, all, types));
}

function resourceOf(
  { type: name, dimensions, tags }: ArnSighting,
  types: ResourceTypes,
  place: Place,
): DescribedResource | null {
  const type = types[name];
  const resourceId = type === undefined ? null : arnOf(type.arn, placeOf(place), dimensions);
  if (type === undefined || resourceId === null) return null;
  const ownTags = tagsOf(tags ?? []);
  return {
    resourceId,
    type: name,
    accountId: place.accountId,
    region: place.region,
    name: Object.values(dimensions).join(" "),
    engine: null,
    instanceClass: null,
    dimensions: metricDimensions(type, placeOf(place), dimensions),
    endpoints: [],
    tags: ownTags,
    owner: ownerOf(ownTags),
    traits: [],
    groupId: null,
    createdOn: null,
  };
}

function withParent(
  resource: DescribedResource,
  all: readonly DescribedResource[],
  types: ResourceTypes,
): DescribedResource {
  const partOf = types[resource.type]?.partOf ?? null;
  const parent = all.find(
    ({ type, dimensions }) =>
      type === partOf &&
      Object.entries(dimensions).every(([name, value]) => resource.dimensions[name] === value),
  );
  if (parent === undefined) return resource;
  return { ...resource, tags: parent.tags, owner: parent.owner, groupId: parent.name };
}
