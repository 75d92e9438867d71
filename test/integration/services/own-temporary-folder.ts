import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Makes everything that this test file starts keep its files in one folder of its own, so that leftovers can be seen. Other users
 * may enter it: PostgreSQL runs as one.
 */
export function ownTemporaryFolder(): { readonly leftovers: () => string[]; readonly remove: () => void } {
  const before = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), "pim-test-"));
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  return {
    leftovers: () => readdirSync(folder),
    remove: () => {
      if (before === undefined) {
        delete process.env.TMPDIR;
      } else {
        process.env.TMPDIR = before;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
