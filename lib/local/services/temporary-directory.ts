import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "./at-exit.ts";

/** A directory of this run; `remove` may be called more than once. */
export interface TemporaryDirectory {
  readonly path: string;
  readonly remove: () => void;
}

/**
 * Makes a directory that only its owner can enter. It is removed by `remove`, and whatever is left of it when this process ends.
 *
 * @param owner who owns it, if not the user of this process (needs root)
 */
export function temporaryDirectory(
  name: string,
  owner?: { readonly uid: number; readonly gid: number },
): TemporaryDirectory {
  const path = mkdtempSync(join(tmpdir(), `pim-${name}-`));
  chmodSync(path, 0o700);
  if (owner !== undefined) {
    chownSync(path, owner.uid, owner.gid);
  }
  // A server killed a moment ago may still make a file: hence the retries.
  const removeNow = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  // Also of one that is removed before: work that was cut short may have made a file in it since.
  atExit(removeNow);
  return { path, remove: removeNow };
}
