import { StageError } from "#core/model/stage-error.ts";
import {
  type DatabaseLogin,
  type DatabaseUsers,
  USER_ROLES,
  type UserRole,
} from "#core/ports/database-users.ts";

interface Ports {
  readonly users: DatabaseUsers;
  /** The login of a role from its secret; null where config names none. */
  readonly loginOf: (role: UserRole) => Promise<DatabaseLogin | null>;
}

/**
 * Makes the users whose secrets config names, if the migration may, and logs in as each to see what it can do.
 *
 * @param areCreated - false where the team manages users itself
 * @returns one clause for each, what it may do beyond its role included: the team may have its reasons
 * @throws StageError AccessDenied in one sentence if one cannot do its work
 */
export async function prepareUsers(areCreated: boolean, { users, loginOf }: Ports): Promise<string> {
  const said: string[] = [];
  for (const role of USER_ROLES) {
    const login = await loginOf(role);
    if (login === null) continue;
    if (areCreated) await users.create(role, login);
    const { missing, excess } = await users.check(role, login);
    if (missing.length > 0)
      throw new StageError(
        "AccessDenied",
        `database user ${login.username} (${role}) lacks ${missing.join(", ")}: grant it, or let the migration do it by ` +
          "deployment.databaseUsers.areCreated",
      );
    said.push(
      excess.length === 0
        ? `${login.username} (${role}) has its rights`
        : `${login.username} (${role}) may do more than its role: ${excess.join(", ")}`,
    );
  }
  return said.join("; ");
}
