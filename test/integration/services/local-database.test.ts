import { afterEach, describe, expect, it, vi } from "vitest";
import { localDatabase } from "#lib/local/services/local-database.ts";
import { temporaryDirectory } from "#lib/local/services/temporary-directory.ts";

afterEach(() => vi.unstubAllEnvs());

describe("the database of this machine", () => {
  it("is the one that DATABASE_URL names, whose password its description does not show", async () => {
    vi.stubEnv("DATABASE_URL", "mysql://me:canary@db.internal:3307/estate");
    const database = await localDatabase();
    expect(database.url).toBe("mysql://me:canary@db.internal:3307/estate");
    expect(database.description).toBe("db.internal:3307/estate of DATABASE_URL");
    await database.stop();
  });

  it("cannot be one of another kind, and the message does not show the password", async () => {
    vi.stubEnv("DATABASE_URL", "postgres://me:canary@db.internal/estate");
    const refusal = await localDatabase().catch(String);
    expect(refusal).toContain("has to look like mysql://");
    expect(refusal).not.toContain("canary");
  });

  it("lists the choices and what was tried where there is none", async () => {
    const empty = temporaryDirectory("no-cache");
    vi.stubEnv("DATABASE_URL", "");
    vi.stubEnv("PIM_CACHE_DIR", empty.path);
    const heard: string[] = [];
    const options = { origin: "machine", onProgress: (message: string) => heard.push(message) } as const;
    const { spawnSync } = await import("node:child_process");
    const hasOne = ["docker", "podman"].some(
      (engine) => spawnSync(engine, ["info"], { timeout: 10_000 }).status === 0,
    );
    if (hasOne || spawnSync("mariadbd", ["--version"]).status === 0) {
      process.stderr.write(
        "NOT SHOWN here: a machine without a database; this one has a server or a container engine\n",
      );
    } else {
      await expect(localDatabase(options)).rejects.toThrow(
        /DATABASE_URL=mysql.*mariadbd or mysqld is not.*neither docker nor podman/s,
      );
      expect(heard).toHaveLength(2);
    }
    empty.remove();
  });
});
