import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAlive } from "#lib/local/services/is-alive.ts";
import { startPostgres } from "#lib/local/services/postgres.ts";
import { firstAnswer } from "#lib/local/services/probe.ts";
import { provideExecutable } from "#lib/local/services/provide-executable.ts";
import { missing } from "./missing-program.ts";
import { ownTemporaryFolder } from "./own-temporary-folder.ts";

/** SSLRequest of PostgreSQL's protocol (manual, "Message Formats"): length 8, code 80877103. A server without TLS answers "N". */
const SSL_REQUEST = Uint8Array.from([0, 0, 0, 8, 4, 210, 22, 47]);

const missingByOrigin = {
  machine: await missing("installed PostgreSQL", () =>
    provideExecutable({ names: ["postgres"], debianPackages: [], origin: "machine" }),
  ),
  debian: await missing("PostgreSQL from Debian", async () =>
    (await startPostgres({ origin: "debian" })).stop(),
  ),
};

describe.each(["machine", "debian"] as const)("PostgreSQL from %s", (origin) => {
  let folder: ReturnType<typeof ownTemporaryFolder>;
  beforeEach(() => {
    folder = ownTemporaryFolder();
  });
  afterEach(() => folder.remove());

  it.skipIf(missingByOrigin[origin])(
    "starts, also as root, comes back after SIGKILL and leaves nothing",
    async () => {
      const server = await startPostgres({ origin });
      expect(server.url).toMatch(/^postgres:\/\/pim:[0-9a-f]{24}@127\.0\.0\.1:\d+\/test$/);
      expect(await firstAnswer(server.port, SSL_REQUEST)).toBe("N");
      await server.kill();
      await expect(firstAnswer(server.port, SSL_REQUEST)).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
      await server.restart();
      expect(await firstAnswer(server.port, SSL_REQUEST)).toBe("N");
      await server.stop();
      expect(isAlive(server.pid)).toBe(false);
      expect(folder.leftovers()).toEqual([]);
    },
  );
});
