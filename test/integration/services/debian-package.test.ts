import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { findExecutable } from "#lib/local/services/find-executable.ts";
import { provideExecutable } from "#lib/local/services/provide-executable.ts";
import { temporaryDirectory } from "#lib/local/services/temporary-directory.ts";
import { missing } from "./missing-program.ts";

/** Small, with two libraries that few machines have. */
const WANTED = {
  names: ["redis-server"],
  debianPackages: ["redis-server", "redis-tools"],
  origin: "debian",
} as const;

/** Package lists alone are 20 MB. */
const FETCH_TIMEOUT_MS = 240_000;

const reason = await missing("Debian packages", () => provideExecutable(WANTED));
const setpriv = findExecutable(["setpriv"]) ?? "";
const canBecomeNobody = process.getuid?.() === 0 && setpriv !== "";
const place = temporaryDirectory("debian-test");
afterAll(() => {
  vi.unstubAllEnvs();
  place.remove();
});

describe.skipIf(reason)("Debian packages", { timeout: FETCH_TIMEOUT_MS }, () => {
  beforeEach(() => vi.stubEnv("PIM_CACHE_DIR", join(place.path, "cache")));

  it("become programs that run, without being installed", async () => {
    const heard: string[] = [];
    const redis = await provideExecutable({ ...WANTED, onProgress: (message) => heard.push(message) });
    const run = spawnSync(redis.file, ["--version"], { env: redis.environment, encoding: "utf8" });
    expect(run.stdout).toMatch(/^Redis server v=/);
    expect(redis.file.startsWith(join(place.path, "cache"))).toBe(true);
    expect(heard).toEqual(["fetching redis-server, redis-tools from Debian, without installing it"]);
  });

  it("are fetched once", async () => {
    const heard: string[] = [];
    await provideExecutable({ ...WANTED, onProgress: (message) => heard.push(message) });
    expect(heard).toEqual([]);
  });

  it("that do not exist are named in the error, with what to do", async () => {
    const start = provideExecutable({
      names: ["x"],
      debianPackages: ["no-such-package-anywhere"],
      origin: "debian",
    });
    await expect(start).rejects.toThrow(/cannot fetch no-such-package-anywhere: install it by hand/);
  });

  it.skipIf(!canBecomeNobody)("can be had by an ordinary user on a machine that has no package lists", () => {
    const home = join(place.path, "nobody");
    mkdirSync(join(home, "lists"), { recursive: true });
    chmodSync(place.path, 0o755);
    chmodSync(home, 0o777);
    writeFileSync(join(home, "apt.conf"), `Dir::State::lists "${join(home, "lists")}";\n`);
    const module = new URL("../../../lib/local/services/provide-executable.ts", import.meta.url).href;
    const script = `import { provideExecutable } from "${module}";
      console.log((await provideExecutable(${JSON.stringify(WANTED)})).file, process.getuid());`;
    const asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "--", process.execPath];
    const run = spawnSync(setpriv, [...asNobody, "--input-type=module", "-e", script], {
      cwd: home,
      env: {
        PATH: "/usr/bin:/bin:/usr/sbin:/sbin",
        PIM_CACHE_DIR: join(home, "cache"),
        APT_CONFIG: join(home, "apt.conf"),
      },
      encoding: "utf8",
    });
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain(join(home, "cache", "debian"));
    expect(run.stdout).toMatch(/\/usr\/bin\/redis-server 65534\n$/);
  });
});
