import { StageError } from "#core/model/stage-error.ts";
import { boundedMap } from "#core/remote/bounded-map.ts";
import type { TagList } from "./described.ts";
import type { RegionCalls } from "./region-calls.ts";

/** ListTagsForResource is one call per resource: few enough in flight not to be throttled. */
const CALLS_IN_FLIGHT = 4;

export interface TagsByArn {
  readonly tags: ReadonlyMap<string, TagList>;
  readonly warnings: readonly string[];
}

/**
 * Tags of resources whose describe call gives none. A right that is missing, or a resource that has gone meanwhile, costs the tags
 * and a warning, not the inventory.
 *
 * @throws StageError SourceThrottled, SourceUnavailable
 */
export async function missingTags(
  calls: RegionCalls,
  action: string,
  arns: readonly string[],
  fetch: (arn: string) => Promise<TagList>,
): Promise<TagsByArn> {
  const tags = new Map<string, TagList>();
  const warnings: string[] = [];
  let isDenied = false;
  await boundedMap(arns, CALLS_IN_FLIGHT, async (arn) => {
    if (isDenied) return;
    try {
      tags.set(arn, await calls.call(action, () => fetch(arn)));
    } catch (error) {
      if (!(error instanceof StageError) || error.isRetryable) throw error;
      if (error.name === "AccessDenied" && isDenied) return;
      isDenied ||= error.name === "AccessDenied";
      warnings.push(`tags left out: ${error.message}`);
    }
  });
  return { tags, warnings };
}
