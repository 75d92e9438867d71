import { StageError } from "#core/model/stage-error.ts";
import type { UtcDay } from "#core/model/utc-day.ts";
import type { LeaseState } from "#core/ports/stores.ts";
import type { Database } from "./connect.ts";
import type { Session } from "./session.ts";
import { isoInstant, numberOf, textOrNull } from "./sql-values.ts";
import { inReading, inTransaction } from "./transaction.ts";

const LEASE_COLUMNS = "epoch, run_id, expires_at, dirty_from";

/**
 * Takes the lease if it is free or expired by the database's clock, or confirms it to the run that holds it.
 *
 * @throws StageError RunInProgress naming the holder and its expiry.
 */
export async function takeLease(
  database: Database,
  runId: string,
  ttlSeconds: number,
): Promise<{ epoch: number; isHeldAlready: boolean }> {
  return inTransaction(database, "taking the run lease", async (session) => {
    const lease = await lockLease(session);
    if (lease.runId === runId) return { epoch: lease.epoch, isHeldAlready: true };
    if (lease.runId !== null && !lease.isExpired) {
      throw new StageError(
        "RunInProgress",
        `run ${lease.runId} holds the lease until ${lease.expiresAt}: wait for it, or end a dead local run with --take-over`,
      );
    }
    const epoch = lease.epoch + 1;
    await session.run(
      "UPDATE infra_run_lease SET epoch = ?, run_id = ?, expires_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND WHERE id = 1",
      [epoch, runId, ttlSeconds],
    );
    return { epoch, isHeldAlready: false };
  });
}

/** Gives the lease back and ends its epoch. False, and nothing changed, unless it names `runId`. */
export async function releaseLease(database: Database, runId: string): Promise<boolean> {
  return inTransaction(database, "giving the run lease back", async (session) => {
    const lease = await lockLease(session);
    if (lease.runId !== runId) return false;
    await session.run(
      "UPDATE infra_run_lease SET epoch = epoch + 1, run_id = NULL, expires_at = NULL WHERE id = 1",
    );
    return true;
  });
}

/** Who holds the lease now, and what waits to be recomputed. */
export async function leaseState(database: Database): Promise<LeaseState> {
  return inReading(database, "reading the run lease", async (session) => {
    const { epoch, runId, expiresAt, dirtyFrom } = leaseOf(
      await session.arrays(`SELECT ${LEASE_COLUMNS}, 0 FROM infra_run_lease WHERE id = 1`),
    );
    return { epoch, runId, expiresAt, dirtyFrom };
  });
}

/**
 * First act of each writer's transaction: locks the lease row, so that writers go one after the other, and refuses a run whose epoch
 * is over.
 *
 * @throws StageError Superseded
 */
export async function fence(session: Session, epoch: number): Promise<void> {
  const lease = await lockLease(session);
  if (lease.epoch === epoch) return;
  throw new StageError(
    "Superseded",
    `this run has epoch ${epoch}, the lease is at ${lease.epoch} (${lease.runId ?? "free"}): it must not write; start a new execution`,
  );
}

/** Inside a fenced transaction: scores from `date` on are older than the daily values. */
export async function lowerDirtyFrom(session: Session, date: UtcDay): Promise<void> {
  await session.run(
    "UPDATE infra_run_lease SET dirty_from = LEAST(COALESCE(dirty_from, CAST(? AS DATE)), CAST(? AS DATE)) WHERE id = 1",
    [date, date],
  );
}

/** Inside a fenced transaction: everything is recomputed. */
export async function clearDirtyFrom(session: Session): Promise<void> {
  await session.run("UPDATE infra_run_lease SET dirty_from = NULL WHERE id = 1");
}

interface LockedLease extends LeaseState {
  readonly isExpired: boolean;
}

async function lockLease(session: Session): Promise<LockedLease> {
  return leaseOf(
    await session.arrays(
      `SELECT ${LEASE_COLUMNS}, COALESCE(expires_at <= UTC_TIMESTAMP(3), 0) FROM infra_run_lease WHERE id = 1 FOR UPDATE`,
    ),
  );
}

function leaseOf(rows: readonly unknown[][]): LockedLease {
  const row = rows[0];
  if (row === undefined) {
    throw new StageError("SchemaUnknown", "infra_run_lease has lost its row: run npm run migrate");
  }
  const [epoch, runId, expiresAt, dirtyFrom, isExpired] = row;
  const expiry = textOrNull(expiresAt);
  return {
    epoch: numberOf(epoch),
    runId: textOrNull(runId),
    expiresAt: expiry === null ? null : isoInstant(expiry),
    dirtyFrom: textOrNull(dirtyFrom),
    isExpired: numberOf(isExpired) !== 0,
  };
}
