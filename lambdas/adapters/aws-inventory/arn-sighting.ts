import type { ArnPlace } from "#core/collect/arn-pattern.ts";
import { type Place, partitionOf, type TagList } from "./described.ts";

/** One resource of a further type as one of the lists knows it. */
export interface ArnSighting {
  readonly type: string;
  /** Values of the dimensions in its type's ARN. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Null where the list knows no tags. */
  readonly tags: TagList | null;
}

/** What stands in the ARNs of an account and region. */
export function placeOf({ accountId, region }: Place): ArnPlace {
  return { partition: partitionOf(region), region, accountId };
}
