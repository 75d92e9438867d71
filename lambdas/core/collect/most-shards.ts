import { SOURCES } from "../model/resource.ts";
import { isGlobal } from "./shards.ts";

/** What decides how many shards there may be. */
interface Sizing {
  readonly accounts: readonly { readonly regions: readonly string[] }[];
  readonly shards: { readonly maxShardsPerSource: number };
}

/**
 * The most shards that a run may be cut into, however many resources there are: one for each source that knows no accounts; for each
 * other one `maxShardsPerSource`, and one more for each further account and region, since no shard spans two.
 * @example mostShards({ accounts: [{ regions: ["us-east-1"] }], shards: { maxShardsPerSource: 16 } }) // 2 + 3 * 16
 */
export function mostShards({ accounts, shards }: Sizing): number {
  const placeCount = accounts.reduce((total, { regions }) => total + regions.length, 0);
  const ofSource = SOURCES.map((source) =>
    isGlobal(source) ? 1 : shards.maxShardsPerSource + placeCount - 1,
  );
  return ofSource.reduce((total, count) => total + count, 0);
}
