import { readFileSync } from "node:fs";
import { createPool, type Pool, type PoolConnection, type SslOptions } from "mysql2/promise";
import type { ConnectionSettings } from "./connection-settings.ts";
import { type ConnectionSource, type RenewSettings, renewingSource } from "./login-renewal.ts";
import { type Session, sessionOf } from "./session.ts";

/** A source of connections with the limits that every statement obeys. */
export interface Database {
  readonly pool: ConnectionSource;
  readonly queryTimeoutMs: number;
  readonly retryPauseMs: number;
  /** Name of the schema that the tables are in. */
  readonly name: string;
  /** Where all readings are parts of one: the session that it goes through. */
  readonly reading?: Session;
}

export interface DatabaseLimits {
  /** Of one statement, its preparation included; afterwards its connection is destroyed. Default 60,000. */
  readonly queryTimeoutMs?: number;
  /** Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Longest pause before a transaction is tried a second time; doubles with each further try. Default 100. */
  readonly retryPauseMs?: number;
}

/**
 * Set on each new connection. Strict, so that a wrong value is refused instead of becoming 0; a short `wait_timeout`, so that a
 * frozen client's locks are free within a minute.
 */
const SESSION_SQL = `SET SESSION
  sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  time_zone = '+00:00',
  wait_timeout = 60,
  innodb_lock_wait_timeout = 10`;

/** A stage does one thing at a time; the second connection is for a reading that is left open while it writes. */
const CONNECTIONS = 2;
/** Batches have few sizes; more prepared statements than this are a leak. */
const PREPARED_STATEMENTS = 64;

const prepared = new WeakSet<object>();

/**
 * Opens a pool; nothing is connected before the first statement.
 *
 * @param renew asked for the settings once when a connection's login is refused; absent: a refusal is final.
 * @throws Error if the CA file cannot be read.
 */
export function openDatabase(
  settings: ConnectionSettings,
  limits: DatabaseLimits = {},
  renew: RenewSettings | null = null,
): Database {
  const { connectTimeoutMs = 10_000 } = limits;
  return {
    pool: renewingSource(settings, (login) => poolOf(login, connectTimeoutMs), renew),
    queryTimeoutMs: limits.queryTimeoutMs ?? 60_000,
    retryPauseMs: limits.retryPauseMs ?? 100,
    name: settings.database,
  };
}

function poolOf(settings: ConnectionSettings, connectTimeoutMs: number): Pool {
  return createPool({
    host: settings.host,
    port: settings.port,
    user: settings.user,
    password: settings.password,
    database: settings.database,
    charset: "utf8mb4",
    timezone: "Z",
    dateStrings: true,
    supportBigNumbers: true,
    stringifyObjects: true,
    multipleStatements: false,
    flags: ["-LOCAL_FILES"],
    connectionLimit: CONNECTIONS,
    maxPreparedStatements: PREPARED_STATEMENTS,
    connectTimeout: connectTimeoutMs,
    enableKeepAlive: true,
    ...(settings.tls === "verified" ? { ssl: verifiedTls(settings.caFile) } : {}),
  });
}

/** A connection whose session settings are in force, with its session. */
export async function takeConnection(
  database: Database,
): Promise<{ connection: PoolConnection; session: Session }> {
  const connection = await database.pool.getConnection();
  const session = sessionOf(connection, database.queryTimeoutMs);
  if (!prepared.has(connection.connection)) {
    try {
      await session.command(SESSION_SQL);
    } catch (error) {
      connection.destroy();
      throw error;
    }
    prepared.add(connection.connection);
  }
  return { connection, session };
}

function verifiedTls(caFile: string | null): SslOptions {
  return {
    verifyIdentity: true,
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    ...(caFile === null ? {} : { ca: readFileSync(caFile, "utf8") }),
  };
}
