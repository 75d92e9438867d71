import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { EstateResource } from "#lib/local/estate/estate.ts";
import type { Reply } from "#lib/local/simulated-http/reply.ts";
import { type AwsCall, AwsError, type AwsService, type AwsWorld } from "./call.ts";
import { existsAt, tagList } from "./described-resources.ts";
import { awsJsonError, awsJsonReply, JSON_REFUSALS, jsonAction, jsonBody } from "./json-protocol.ts";
import { pageOf } from "./page.ts";

const PAGE_LIMITS = { smallest: 1, largest: 100, usual: 50 };

const Request = z.object({
  ResourceTypeFilters: z.array(z.string()).default([]),
  ResourcesPerPage: z.number().optional(),
  PaginationToken: z.string().optional(),
});

/** The Resource Groups tagging API: GetResources, which knows what has tags and nothing else. */
export function taggingService(world: AwsWorld): AwsService {
  return {
    actionOf: jsonAction,
    answer(call) {
      if (call.action === "GetResources") return getResources(world, call);
      throw new AwsError("InvalidAction", `The action ${call.action} is not simulated`);
    },
    error: (error) => awsJsonError("1.1", error),
    ...JSON_REFUSALS,
  };
}

function getResources(world: AwsWorld, call: AwsCall): Reply {
  const parsed = Request.safeParse(jsonBody(call.request));
  if (!parsed.success) throw new AwsError("InvalidParameterException", z.prettifyError(parsed.error));
  const { ResourceTypeFilters, ResourcesPerPage, PaginationToken } = parsed.data;
  const tagged = world.estate.resources
    .filter((resource) => isThere(world, call, resource) && Object.keys(resource.tags).length > 0)
    .map((resource) => ({ ResourceARN: realArn(resource), Tags: tagList(resource) }))
    .filter(({ ResourceARN }) => ResourceTypeFilters.some((filter) => isOfType(ResourceARN, filter)));
  const asked = {
    token: PaginationToken || null,
    size: ResourcesPerPage === undefined ? null : String(ResourcesPerPage),
  };
  const page = pageOf(tagged, asked, PAGE_LIMITS, call);
  const body = { ResourceTagMappingList: page.items, PaginationToken: page.next ?? "" };
  return awsJsonReply("1.1", 200, JSON.stringify(body));
}

function isThere(world: AwsWorld, call: AwsCall, resource: EstateResource): boolean {
  return (
    resource.accountId === call.accountId &&
    resource.region === call.region &&
    existsAt(resource, world.state.nowSeconds)
  );
}

/** The end of an ARN that the inventory cannot know, such as a cluster's UUID. */
function realArn({ resourceId }: EstateResource): string {
  return resourceId.replace("*", randomUUID());
}

/** A filter is a service, or a service and the word before the name in its ARNs. @example isOfType("arn:aws:es:r:1:domain/logs", "es:domain") // true */
function isOfType(arn: string, filter: string): boolean {
  const [service = "", kind] = filter.split(":");
  const [, , ofArn, , , ...rest] = arn.split(":");
  return service === ofArn && (kind === undefined || rest.join(":").startsWith(kind));
}
