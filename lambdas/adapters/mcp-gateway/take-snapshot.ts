import type { DatabaseSnapshot } from "#core/model/database-snapshot.ts";
import { broken } from "./answer.ts";
import type { AnswerRows, Engine } from "./catalogue.ts";
import { mysqlSnapshot } from "./mysql-snapshot.ts";
import { postgresSnapshot } from "./postgres-snapshot.ts";
import { required, type SourceReader } from "./source-reader.ts";

/** Which engine answers. @throws StageError ContractBroken for a version that is none of the three */
export async function probeEngine(reader: SourceReader): Promise<Engine> {
  const { version } = required(reader, "probe", await reader.row("probe"));
  if (version.startsWith("PostgreSQL ")) {
    return "postgres";
  }
  if (/mariadb/i.test(version)) {
    return "mariadb";
  }
  if (/^\d+\.\d+/.test(version)) {
    return "mysql";
  }
  const question = { sourceId: reader.sourceId, id: "probe" } as const;
  throw broken(question, 'column "version": neither PostgreSQL nor MariaDB nor MySQL');
}

/**
 * One snapshot, its time taken when the counters arrived.
 *
 * @param nowMs clock, epoch milliseconds
 */
export async function takeSnapshot(
  reader: SourceReader,
  engine: Engine,
  nowMs: () => number,
): Promise<DatabaseSnapshot> {
  const nowSeconds = (): number => Math.floor(nowMs() / 1000);
  const { sourceId } = reader;
  if (engine === "postgres") {
    const activity = required(reader, "postgres.activity", await reader.row("postgres.activity"));
    const takenAtSeconds = nowSeconds();
    return postgresSnapshot({
      sourceId,
      takenAtSeconds,
      activity,
      replica: await reader.row("postgres.replica"),
    });
  }
  const status = required(reader, "mysql.status", await reader.rows("mysql.status"));
  const takenAtSeconds = nowSeconds();
  const variables = required(reader, "mysql.variables", await reader.rows("mysql.variables"));
  const transactions = await transactionsOf(reader, engine);
  const replica = await reader.rows("mysql.replica");
  return mysqlSnapshot({ sourceId, engine, takenAtSeconds, status, variables, transactions, replica });
}

/** MariaDB counts deadlocks among its status variables. */
async function transactionsOf(
  reader: SourceReader,
  engine: "mysql" | "mariadb",
): Promise<AnswerRows["mysql.transactions"] | null> {
  if (engine === "mysql") {
    return await reader.row("mysql.transactions");
  }
  const row = await reader.row("mariadb.transactions");
  return row === null ? null : { ...row, deadlocks: null };
}
