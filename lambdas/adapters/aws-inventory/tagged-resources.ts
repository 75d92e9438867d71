import {
  GetResourcesCommand,
  type ResourceGroupsTaggingAPIClient,
} from "@aws-sdk/client-resource-groups-tagging-api";
import * as z from "zod";
import { dimensionsInArn } from "#core/collect/arn-pattern.ts";
import type { ResourceTypes } from "#core/model/resource-type.ts";
import { allPages } from "./all-pages.ts";
import type { ArnSighting } from "./arn-sighting.ts";
import { parseItems, TagList } from "./described.ts";
import type { RegionCalls } from "./region-calls.ts";

const PAGE_SIZE = 100;

const Tagged = z.object({ ResourceARN: z.string(), Tags: TagList.optional() });

/** Resources of all further types that have, or once had, a tag: one list for all of them. */
export async function taggedResources(
  client: ResourceGroupsTaggingAPIClient,
  calls: RegionCalls,
  types: ResourceTypes,
): Promise<ArnSighting[]> {
  const asked = Object.entries(types).flatMap(([name, { arn, discovery }]) =>
    discovery.taggedAs === null ? [] : [{ name, arn, taggedAs: discovery.taggedAs }],
  );
  if (asked.length === 0) return [];
  const items = await allPages(calls, {
    action: "tag:GetResources",
    fetch: (PaginationToken) =>
      client.send(
        new GetResourcesCommand({
          PaginationToken,
          ResourcesPerPage: PAGE_SIZE,
          ResourceTypeFilters: [...new Set(asked.map(({ taggedAs }) => taggedAs))],
        }),
      ),
    itemsOf: (page) => page.ResourceTagMappingList,
    tokenOf: (page) => page.PaginationToken || undefined,
  });
  return parseItems(Tagged, items, "tagged resource").parsed.flatMap(({ ResourceARN, Tags }) =>
    asked.flatMap(({ name, arn }) => {
      const dimensions = dimensionsInArn(arn, ResourceARN);
      return dimensions === null ? [] : [{ type: name, dimensions, tags: Tags ?? [] }];
    }),
  );
}
