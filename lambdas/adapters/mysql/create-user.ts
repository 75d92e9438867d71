import { createHash } from "node:crypto";
import { escapeId, escape as quoted } from "mysql2";
import { StageError } from "#core/model/stage-error.ts";
import type { DatabaseLogin, UserRole } from "#core/ports/database-users.ts";
import { type Database, takeConnection } from "./connect.ts";
import { databaseError } from "./database-errors.ts";
import type { RoleRights } from "./role-rights.ts";
import type { Session } from "./session.ts";
import { textOf } from "./sql-values.ts";

/** Users of other names belong to other projects, whatever a secret says. */
const OURS = /^infra_\w{1,26}$/;

/**
 * Creates the user of a role or sets its password, and grants what the role needs. It revokes nothing. The password stands in no error.
 *
 * @throws StageError EnvironmentInvalid for a name that is not ours, AccessDenied if the migration's login may not create users
 */
export async function createUser(
  database: Database,
  role: UserRole,
  login: DatabaseLogin,
  rights: RoleRights,
): Promise<void> {
  if (!OURS.test(login.username))
    throw new StageError(
      "EnvironmentInvalid",
      `the secret of the ${role} names the user ${login.username}: the migration makes only users whose names begin with infra_, ` +
        "so that it never changes another project's; rename it, or set deployment.databaseUsers.areCreated to false and make it yourself",
    );
  const doing = `making the database user ${login.username} (${role})`;
  try {
    const { connection, session } = await takeConnection(database);
    try {
      await createOn(session, database.name, login, rights);
    } finally {
      connection.release();
    }
  } catch (error) {
    throw withoutStatement(error, doing);
  }
}

async function createOn(
  session: Session,
  schema: string,
  login: DatabaseLogin,
  { privileges, objects, maxConnections }: RoleRights,
): Promise<void> {
  const user = `${quoted(login.username)}@'%'`;
  const identified = await identification(session, login.password);
  await session.command(`CREATE USER IF NOT EXISTS ${user} ${identified}`);
  await session.command(`ALTER USER ${user} ${identified} WITH MAX_USER_CONNECTIONS ${maxConnections}`);
  for (const object of objects)
    await session.command(
      `GRANT ${privileges.join(", ")} ON ${escapeId(schema)}.${escapeId(object)} TO ${user}`,
    );
}

/**
 * MySQL masks the password of these statements in its own logs. MariaDB does not, but takes the hash that it would store
 * (https://mariadb.com/kb/en/create-user/, "IDENTIFIED BY PASSWORD"): then the statement holds no password at all.
 */
async function identification(session: Session, password: string): Promise<string> {
  const [row] = await session.arrays("SELECT VERSION()");
  if (!textOf(row?.[0]).includes("MariaDB")) return `IDENTIFIED BY ${quoted(password)}`;
  const once = createHash("sha1").update(password).digest();
  const hash = `*${createHash("sha1").update(once).digest("hex").toUpperCase()}`;
  return `IDENTIFIED BY PASSWORD ${quoted(hash)}`;
}

/** The driver's error carries the statement, and the server's text may quote it: neither goes on. */
function withoutStatement(error: unknown, doing: string): StageError {
  const { name, message } = databaseError(error, doing);
  if (name === "AccessDenied")
    return new StageError(
      name,
      `the migration's login was refused while ${doing}: it needs CREATE USER and the right to grant on the infra_* tables; ` +
        "or set deployment.databaseUsers.areCreated to false and make the user yourself",
    );
  return new StageError(name, message.replace(/\): .*$/s, ")"));
}
