/** Logins of the application, from most to least: the stages, the pruning, and Grafana, which reads views. */
export const USER_ROLES = ["writer", "pruner", "reader"] as const;
export type UserRole = (typeof USER_ROLES)[number];

/** Holds a password: never log it. */
export interface DatabaseLogin {
  readonly username: string;
  readonly password: string;
}

/** What one login may do, measured against its role. */
export interface UserRights {
  /** Such as `DELETE on infra_metric_daily`; empty: it can do its work. */
  readonly missing: readonly string[];
  /** Such as `SELECT on infra_run_lease`; empty: it can do nothing else. */
  readonly excess: readonly string[];
}

/** Creates and measures the database's users. */
export interface DatabaseUsers {
  /** Creates the user or sets its password, and grants what its role needs. Repeating it changes nothing. */
  create(role: UserRole, login: DatabaseLogin): Promise<void>;
  /** Logs in as the user and looks. */
  check(role: UserRole, login: DatabaseLogin): Promise<UserRights>;
}
