import { StageError } from "#core/model/stage-error.ts";

const SEGMENT = /^[A-Za-z0-9_=+@:-][A-Za-z0-9._=+@:-]*$/;

/**
 * Refuses keys that a folder could read as another place: empty, absolute, hidden or parent segments, and characters that are not
 * the same in a file name, a URL and S3.
 *
 * @throws StageError ArchiveCorrupt
 * @example checkKey("runs/r1/01-inventory/all")
 */
export function checkKey(key: string): void {
  if (!key.split("/").every((segment) => SEGMENT.test(segment))) {
    throw new StageError("ArchiveCorrupt", `archive key ${JSON.stringify(key)} is not allowed`);
  }
}

/** As {@link checkKey} for the beginning of keys, which may be empty and may end anywhere. @throws StageError ArchiveCorrupt */
export function checkPrefix(prefix: string): void {
  if (prefix !== "") checkKey(`${prefix}${prefix.endsWith("/") ? "x" : ""}`);
}
