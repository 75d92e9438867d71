import type { DatabaseUsers } from "#core/ports/database-users.ts";
import { checkUser } from "./check-user.ts";
import type { Database } from "./connect.ts";
import type { ConnectionSettings } from "./connection-settings.ts";
import { createUser } from "./create-user.ts";
import { roleRights } from "./role-rights.ts";

/**
 * The users of the application on one server.
 *
 * @param database - logged in as the migration
 * @param ddl - text of sql/02, which says what tables and views there are
 */
export function databaseUsers(database: Database, settings: ConnectionSettings, ddl: string): DatabaseUsers {
  const rights = roleRights(ddl);
  return {
    create: (role, login) => createUser(database, role, login, rights[role]),
    check: (role, login) => checkUser(settings, login, rights[role]),
  };
}
