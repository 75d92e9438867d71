import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cachedDirectory } from "#lib/local/services/cache-directory.ts";
import { temporaryDirectory } from "#lib/local/services/temporary-directory.ts";

const cache = temporaryDirectory("cache-test");
const fill = (directory: string): Promise<void> => writeFile(join(directory, "file"), "content");

beforeEach(() => vi.stubEnv("PIM_CACHE_DIR", cache.path));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => cache.remove());

describe("the cache", () => {
  it("builds an entry once, also if it is wanted twice at the same time", async () => {
    const build = vi.fn(fill);
    const wanted = await Promise.all([cachedDirectory("twice", build), cachedDirectory("twice", build)]);
    await cachedDirectory("twice", build);
    expect(build).toHaveBeenCalledTimes(1);
    expect(wanted).toEqual([join(cache.path, "twice"), join(cache.path, "twice")]);
    expect(await readFile(join(cache.path, "twice", "file"), "utf8")).toBe("content");
  });

  it("keeps nothing of a build that failed, and tries again when asked again", async () => {
    await expect(cachedDirectory("failing", () => Promise.reject(new Error("disk full")))).rejects.toThrow(
      "disk full",
    );
    expect((await readdir(cache.path)).filter((name) => name.startsWith("failing"))).toEqual([]);
    await expect(cachedDirectory("failing", fill)).resolves.toBe(join(cache.path, "failing"));
  });

  it("takes over the lock of a process that died while it built", async () => {
    await mkdir(join(cache.path, "orphaned.lock"), { recursive: true });
    // Above the largest process id of Linux (2^22, proc(5)).
    await writeFile(join(cache.path, "orphaned.lock", "pid"), "4194305");
    await expect(cachedDirectory("orphaned", fill)).resolves.toBe(join(cache.path, "orphaned"));
    expect((await readdir(cache.path)).filter((name) => name.startsWith("orphaned"))).toEqual(["orphaned"]);
  });

  it("says what to set if it cannot be written", async () => {
    await writeFile(join(cache.path, "a-file"), "");
    vi.stubEnv("PIM_CACHE_DIR", join(cache.path, "a-file"));
    await expect(cachedDirectory("any", fill)).rejects.toThrow("set PIM_CACHE_DIR");
  });
});
