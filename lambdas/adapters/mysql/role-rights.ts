import type { UserRole } from "#core/ports/database-users.ts";
import { AGEING_TABLES } from "#core/ports/retention.ts";
import { KNOWN_SCHEMA } from "./known-schema.ts";

/** What a role may do: the same privileges on each of its objects, and nothing else in the server. */
export interface RoleRights {
  readonly privileges: readonly ("SELECT" | "INSERT" | "UPDATE" | "DELETE")[];
  /** Tables, or views. */
  readonly objects: readonly string[];
  /** Connections that it may hold at once; 0: as many as the server gives. */
  readonly maxConnections: number;
}

/** A dashboard left open by everybody must not take the connections that a run needs. */
const READER_CONNECTIONS = 5;

const VIEW = /^CREATE OR REPLACE\b.*\bVIEW (infra_v_\w+)/gm;

/**
 * Rights of each role by the text of sql/02: a table or view that is added there is granted by the next migration.
 *
 * @example roleRights("CREATE OR REPLACE VIEW infra_v_run AS SELECT 1").reader.objects // ["infra_v_run"]
 */
export function roleRights(ddl: string): Readonly<Record<UserRole, RoleRights>> {
  const views = [...ddl.matchAll(VIEW)].map(([, view = ""]) => view);
  return {
    writer: {
      privileges: ["SELECT", "INSERT", "UPDATE", "DELETE"],
      objects: Object.keys(KNOWN_SCHEMA.tables),
      maxConnections: 0,
    },
    pruner: { privileges: ["SELECT", "DELETE"], objects: AGEING_TABLES, maxConnections: 0 },
    reader: { privileges: ["SELECT"], objects: views, maxConnections: READER_CONNECTIONS },
  };
}
