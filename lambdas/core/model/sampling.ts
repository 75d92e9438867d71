/** Trait of an instance that the configured share left out; no metric applies to it. */
export const UNSAMPLED_TRAIT = "unsampled";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const UINT32 = 0x1_0000_0000;

/**
 * True for the share of resources that is watched, chosen by a stable hash of the id (FNV-1a, 32 bit), so that a resource stays in
 * or out from run to run whatever else exists.
 * @param share - 0 to 1
 */
export function isSampled(resourceId: string, share: number): boolean {
  let hash = FNV_OFFSET;
  for (const character of resourceId) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), FNV_PRIME);
  return (hash >>> 0) / UINT32 < share;
}
