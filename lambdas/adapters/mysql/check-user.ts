import type { DatabaseLogin, UserRights } from "#core/ports/database-users.ts";
import { type Database, openDatabase } from "./connect.ts";
import type { ConnectionSettings } from "./connection-settings.ts";
import { missingRights } from "./missing-rights.ts";
import type { RoleRights } from "./role-rights.ts";
import { textOf } from "./sql-values.ts";
import { inReading } from "./transaction.ts";

const GRANT = /^GRANT (.+?) ON (.+?) TO /;

/**
 * Logs in as a user and tries what its role needs; what else it may do stands in its own grants.
 *
 * @param server - where, and as whom else
 * @throws StageError AccessDenied if it cannot log in
 */
export async function checkUser(
  server: ConnectionSettings,
  login: DatabaseLogin,
  rights: RoleRights,
): Promise<UserRights> {
  const database = openDatabase({ ...server, user: login.username, password: login.password });
  try {
    const missing = await missingRights(database, rights);
    return { missing, excess: excessGrants(await ownGrants(database), server.database, rights) };
  } finally {
    await database.pool.end();
  }
}

async function ownGrants(database: Database): Promise<string[]> {
  const rows = await inReading(database, "reading a user's own grants", (session) =>
    session.arrays("SHOW GRANTS"),
  );
  return rows.map(([grant]) => textOf(grant));
}

/**
 * Grants that go beyond a role. A grant of a role of the server's counts: what is in it is not said.
 *
 * @example excessGrants(["GRANT USAGE ON *.* TO `u`@`%`", "GRANT SELECT, DROP ON `test`.* TO `u`@`%`"], "test", reader) // ["SELECT, DROP on test.*"]
 */
export function excessGrants(
  grants: readonly string[],
  schema: string,
  { privileges, objects }: RoleRights,
): string[] {
  const own = new Set(objects.map((object) => `${schema}.${object}`));
  return grants.flatMap((grant) => {
    const [, what = "", quotedObject = ""] = GRANT.exec(grant) ?? [];
    const object = quotedObject.replaceAll("`", "");
    if (what === "USAGE") return [];
    if (what === "") return ["a role of the server's"];
    const isOwn = own.has(object) && what.split(", ").every((one) => privileges.some((it) => it === one));
    return isOwn ? [] : [`${what} on ${object}`];
  });
}
