import { Resource } from "#core/model/resource.ts";
import { StageError } from "#core/model/stage-error.ts";
import { bulkInsert } from "./bulk-insert.ts";
import type { Database } from "./connect.ts";
import { fence } from "./run-lease.ts";
import type { SqlRow, SqlValue } from "./session.ts";
import { jsonValue } from "./sql-values.ts";
import { inReading, inTransaction } from "./transaction.ts";

const COLUMNS = [
  ...[
    "resource_id",
    "type",
    "account_id",
    "region",
    "name",
    "engine",
    "instance_class",
    "dimensions",
    "endpoints",
  ],
  ...["tags", "owner", "traits", "group_id", "first_seen", "last_seen", "status", "run_id"],
] as const;

/**
 * Inserts or updates resources in one fenced transaction. `first_seen` never moves later, `last_seen` never earlier; resources that
 * are not given stay as they are.
 *
 * @throws StageError Superseded
 */
export async function upsertInventory(
  database: Database,
  run: { readonly epoch: number; readonly runId: string },
  resources: readonly Resource[],
): Promise<void> {
  await inTransaction(database, "writing the inventory", async (session) => {
    await fence(session, run.epoch);
    const seen = new Map(
      (await session.arrays("SELECT resource_id, first_seen, last_seen FROM infra_fleet_inventory")).map(
        ([id, first, last]) => [id, { first: String(first), last: String(last) }],
      ),
    );
    const rows = resources.map((resource) => {
      const before = seen.get(resource.resourceId);
      const firstSeen =
        before !== undefined && before.first < resource.firstSeen ? before.first : resource.firstSeen;
      const lastSeen =
        before !== undefined && before.last > resource.lastSeen ? before.last : resource.lastSeen;
      return inventoryRow({ ...resource, firstSeen, lastSeen }, run.runId);
    });
    const insert = {
      table: "infra_fleet_inventory",
      columns: COLUMNS,
      keyLength: 1,
      onDuplicate: "replace",
    } as const;
    await bulkInsert(session, insert, rows);
  });
}

/** Every known resource, sorted by id (code units). @throws StageError ContractBroken if a stored row is not a resource. */
export async function readInventory(database: Database): Promise<Resource[]> {
  const rows = await inReading(database, "reading the inventory", (session) =>
    session.rows(`SELECT ${COLUMNS.join(", ")} FROM infra_fleet_inventory`),
  );
  return rows.map(resourceOf).sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
}

function inventoryRow(resource: Resource, runId: string): SqlValue[] {
  return [
    ...[
      resource.resourceId,
      resource.type,
      resource.accountId,
      resource.region,
      resource.name,
      resource.engine,
    ],
    ...[resource.instanceClass, JSON.stringify(resource.dimensions), JSON.stringify(resource.endpoints)],
    ...[JSON.stringify(resource.tags), resource.owner, JSON.stringify(resource.traits), resource.groupId],
    ...[resource.firstSeen, resource.lastSeen, resource.status, runId],
  ];
}

function resourceOf(row: SqlRow): Resource {
  const parsed = Resource.safeParse({
    resourceId: row.resource_id,
    type: row.type,
    accountId: row.account_id,
    region: row.region,
    name: row.name,
    engine: row.engine,
    instanceClass: row.instance_class,
    dimensions: jsonValue(row.dimensions),
    endpoints: jsonValue(row.endpoints),
    tags: jsonValue(row.tags),
    owner: row.owner,
    traits: jsonValue(row.traits),
    groupId: row.group_id,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    status: row.status,
  });
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
  throw new StageError(
    "ContractBroken",
    `infra_fleet_inventory: a row is no resource (${fields}); correct it or delete it`,
  );
}
