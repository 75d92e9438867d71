import { access, chmod, constants, mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./lock-directory.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";

const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * Where fetched programs and prepared data directories are kept between runs: `$PIM_CACHE_DIR`, else `node_modules/.cache/pim` of
 * this repository, which is never in git and goes away with node_modules.
 */
export function cacheDirectory(): string {
  return process.env.PIM_CACHE_DIR || join(REPOSITORY, "node_modules", ".cache", "pim");
}

/**
 * The directory `key` of the cache; made by `build` if it is not there yet. `build` fills an empty directory, which gets its final
 * name in one step, so a half-made entry is never seen. Two processes that want the same entry build it once: the second waits.
 *
 * @param key relative path; must name everything that the content depends on (versions, architecture)
 * @throws ServiceUnavailable if the cache cannot be written; whatever `build` throws
 * @example await cachedDirectory("greeting-1", (directory) => writeFile(join(directory, "hello"), "world"));
 */
export async function cachedDirectory(
  key: string,
  build: (directory: string) => Promise<void>,
): Promise<string> {
  const entry = join(cacheDirectory(), key);
  if (await exists(entry)) {
    return entry;
  }
  await makeWritable(dirname(entry));
  await withLock(`${entry}.lock`, async () => {
    if (!(await exists(entry))) {
      await buildInto(entry, build);
    }
  });
  return entry;
}

async function buildInto(entry: string, build: (directory: string) => Promise<void>): Promise<void> {
  const unfinished = await mkdtemp(`${entry}.new-`);
  try {
    await build(unfinished);
    // A server that gives up root reads its programs from here.
    await chmod(unfinished, 0o755);
    await rename(unfinished, entry);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(entry))) {
      throw error;
    }
  }
}

async function makeWritable(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch (cause) {
    const advice = "set PIM_CACHE_DIR to a directory that this user can write";
    throw new ServiceUnavailable(`the cache ${directory} cannot be written: ${advice}`, { cause });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
