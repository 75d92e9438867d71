import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { findExecutable } from "#lib/local/services/find-executable.ts";
import { freshDatabase, startTestServer } from "../adapters/mysql/test-database.ts";

const server = await startTestServer();
afterAll(() => server?.stop());
const hasClient = findExecutable(["mysql"]) !== undefined;
if (!hasClient)
  process.stderr.write(
    "NOT SHOWN here: what the head of each sql/ file tells people to type; there is no mysql client\n",
  );

const lines = readdirSync("sql").flatMap((file) =>
  [...readFileSync(`sql/${file}`, "utf8").matchAll(/^-- .*?(mysql .*?\btest < sql\/\S+\.sql)/gm)].map(
    ([, line = ""]) => line,
  ),
);

describe.skipIf(server === undefined || !hasClient)(
  "what the head of a file of sql/ tells people to type",
  () => {
    it("is a line for each file, and one with parameters where there are some", () => {
      expect(lines.filter((line) => !line.includes("SET @"))).toHaveLength(7);
      expect(lines.filter((line) => line.includes("SET @"))).toHaveLength(3);
    });

    it.each(lines)("%s", async (line) => {
      const database = await freshDatabase(server);
      const { hostname, port, username, password, pathname } = new URL(database.url);
      const client = `mysql --host=${hostname} --port=${port} --user=${username}`;
      const typed = line.replace(/^mysql/, client).replace(" test <", ` ${pathname.slice(1)} <`);
      const { status, stderr } = spawnSync("sh", ["-c", typed], {
        encoding: "utf8",
        env: { ...process.env, MYSQL_PWD: password },
      });
      expect([status, stderr]).toEqual([0, ""]);
      await database.close();
    });
  },
);
