import * as z from "zod";
import { cutName, NAME_MAX_LENGTH } from "#core/model/cut-name.ts";
import { RESOURCE_ID_MAX_LENGTH } from "#core/model/resource.ts";
import { dayAt } from "#core/model/utc-day.ts";
import type { DescribedResource } from "#core/ports/cloud-inventory.ts";

/** Account and region that the mapping functions write into resources and warnings. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** Resources that were understood, and what was left out or odd. */
export interface Found {
  readonly resources: readonly DescribedResource[];
  readonly warnings: readonly string[];
}

export const TagList = z.array(z.object({ Key: z.string(), Value: z.string().optional() }));
export type TagList = z.infer<typeof TagList>;

export const Endpoint = z.object({ Address: z.string().optional(), Port: z.int().optional() });

/** Tags that name who looks after a resource, the first that is there counts. */
const OWNER_TAGS = ["Owner", "owner", "Team", "team"] as const;

export function tagsOf(list: TagList | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key, Value ?? ""]));
}

/** Cut to what the tables hold. @example ownerOf({ team: "payments" }) // "payments" */
export function ownerOf(tags: Readonly<Record<string, string>>): string | null {
  for (const key of OWNER_TAGS) {
    const owner = tags[key]?.trim();
    if (owner) return cutName(owner);
  }
  return null;
}

/** The UTC day of the earliest of some moments, null if there is none. */
export function earliestDay(...moments: readonly (Date | undefined)[]): string | null {
  const seconds = moments.flatMap((moment) => (moment === undefined ? [] : [moment.getTime() / 1000]));
  return seconds.length === 0 ? null : dayAt(Math.min(...seconds));
}

/** `host:port`, empty where either is not known yet. */
export function endpointOf(endpoint: z.infer<typeof Endpoint> | undefined): string[] {
  const { Address, Port } = endpoint ?? {};
  return Address && Port !== undefined ? [`${Address}:${Port}`] : [];
}

/** Partition in the ARNs of a region. @example partitionOf("cn-north-1") // "aws-cn" */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** What parsing an item gave: items of an unknown shape are left out and named. */
export function parseItems<Item>(
  schema: z.ZodType<Item>,
  items: readonly unknown[],
  what: string,
): { parsed: Item[]; warnings: string[] } {
  const parsed: Item[] = [];
  const warnings: string[] = [];
  for (const [index, item] of items.entries()) {
    const result = schema.safeParse(item);
    if (result.success) parsed.push(result.data);
    else {
      const fields = result.error.issues.map(({ path }) => path.join("."));
      warnings.push(
        `${what} ${index + 1} of ${items.length} left out: unknown shape at ${fields.join(", ")}`,
      );
    }
  }
  return { parsed, warnings };
}

/**
 * The last step over all services of a region: unique by id (a page may repeat an item), ids that no table holds refused, names
 * trimmed, in the order of ids.
 */
export function finished({ resources, warnings }: Found): Found {
  const byId = new Map<string, DescribedResource>();
  const more: string[] = [];
  for (const resource of resources) {
    const { resourceId } = resource;
    if (resourceId.length > RESOURCE_ID_MAX_LENGTH) {
      more.push(`${resourceId.slice(0, 80)}… left out: its id has over ${RESOURCE_ID_MAX_LENGTH} characters`);
      continue;
    }
    const name = resource.name.trim();
    if (name.length > NAME_MAX_LENGTH)
      more.push(`${resourceId}: its name was cut to ${NAME_MAX_LENGTH} characters`);
    byId.set(resourceId, {
      ...resource,
      name: cutName(name) || resourceId.slice(-NAME_MAX_LENGTH),
    });
  }
  return {
    resources: [...byId.values()].sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1)),
    warnings: [...warnings, ...more],
  };
}
