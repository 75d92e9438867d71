import type { AlertKey } from "../ports/alert-store.ts";

const OFFSET_BASIS = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;
/** 50 bits: among a million alerts two share an id once in about 2,000 fleets. */
const ID_BITS = 50n;
const ID_LENGTH = 10;

/**
 * Short name of an alert for command lines, the same wherever it is computed: FNV-1a (Fowler, Noll and Vo) over its identity, in base 32.
 * @example alertId({ resourceId: "r", metric: "m", direction: "up", class: "limit", openedOn: "2026-11-21" }) // "gi5k70mpmv"
 */
export function alertId({ resourceId, metric, direction, class: alertClass, openedOn }: AlertKey): string {
  let hash = OFFSET_BASIS;
  for (const character of [resourceId, metric, direction, alertClass, openedOn].join("\n")) {
    hash = ((hash ^ BigInt(character.codePointAt(0) ?? 0)) * PRIME) & MASK;
  }
  return ((hash ^ (hash >> ID_BITS)) & ((1n << ID_BITS) - 1n)).toString(32).padStart(ID_LENGTH, "0");
}
