import { setTimeout as wait } from "node:timers/promises";
import { StageError } from "#core/model/stage-error.ts";
import { type Database, takeConnection } from "./connect.ts";
import { classifyDatabaseError, databaseError } from "./database-errors.ts";
import type { Session } from "./session.ts";

/** Tries of one transaction, the first included. */
const MAX_TRIES = 5;
/** The database itself refuses a reading that writes. */
const READING = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY";

/**
 * Runs `work` between START TRANSACTION and COMMIT. After a deadlock, a lost connection, a failover or a missing answer the whole
 * transaction is run again on a new connection, at most {@link MAX_TRIES} times in all. That includes a COMMIT whose answer was lost,
 * so `work` must be idempotent: run after its own success it has to end in the same state.
 *
 * @param doing - what it does, for the error: `writing daily values of 2026-11-21`.
 * @throws StageError as {@link databaseError} names it, or what `work` threw.
 */
export async function inTransaction<T>(
  database: Database,
  doing: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  if (database.reading !== undefined)
    throw new StageError("ContractBroken", `${doing}: a database that stands still is only read`);
  return retried(database, doing, () => between(database, "START TRANSACTION", work));
}

/** Runs `work`, which only reads, in one consistent reading; repeated like {@link inTransaction}. */
export async function inReading<T>(
  database: Database,
  doing: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { reading } = database;
  if (reading !== undefined) return work(reading);
  return retried(database, doing, () => between(database, READING, work));
}

/**
 * Runs `work` on a database that stands still: whatever it reads, in however many readings, is of one moment, and it writes nothing.
 *
 * @throws StageError as {@link inReading}; ContractBroken where `work` writes.
 */
export async function inOneReading<T>(
  database: Database,
  doing: string,
  work: (still: Database) => Promise<T>,
): Promise<T> {
  return inReading(database, doing, (reading) => work({ ...database, reading }));
}

async function retried<T>(database: Database, doing: string, attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!classifyDatabaseError(error).isRetryable || tries === MAX_TRIES) throw databaseError(error, doing);
      await wait(database.retryPauseMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2));
    }
  }
}

/** Gives the connection back clean, or not at all. */
async function between<T>(
  database: Database,
  begin: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { connection, session } = await takeConnection(database);
  try {
    await session.command(begin);
    const result = await work(session);
    await session.command("COMMIT");
    connection.release();
    return result;
  } catch (error) {
    if (classifyDatabaseError(error).isConnectionDead) {
      connection.destroy();
      throw error;
    }
    await session.command("ROLLBACK").then(
      () => connection.release(),
      () => connection.destroy(),
    );
    throw error;
  }
}
