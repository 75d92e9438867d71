import type { StageErrorName } from "#contract/error-names.ts";
import { StageError } from "#core/model/stage-error.ts";

/** What an error of the driver or server means for us. */
export interface DatabaseFailure {
  readonly name: StageErrorName;
  /** The same transaction may succeed if it is run again. */
  readonly isRetryable: boolean;
  /** The connection must not be used again. */
  readonly isConnectionDead: boolean;
}

/** Deadlock, lock wait, and MariaDB's "record has changed since last read": the transaction was rolled back by the server. */
const CONFLICTS = new Set([1213, 1205, 1020]);
/** Waited for a lock in vain. */
const LOCK_WAIT = 1205;
/** Too many connections: in all, per user, per user limit. */
const EXHAUSTED = new Set([1040, 1203, 1226]);
/** A writer that became a reader: failover. 1836 is MySQL's, 1036 what MariaDB says instead. */
const READ_ONLY = new Set([1290, 1792, 1836, 1036]);
/** Server going away, killed, idle too long, or the network between. */
const LOST = new Set([
  1053, 1077, 1078, 1079, 1080, 1152, 1158, 1159, 1160, 1161, 1184, 1317, 1927, 2006, 2013, 2055, 4031,
]);
/** Statement time limit of MariaDB and of MySQL. */
const TOO_SLOW = new Set([1969, 3024]);
const LOGIN_REFUSED = 1045;
const DENIED = new Set([1044, LOGIN_REFUSED, 1142, 1143, 1227, 1370, 1698]);
/** No such table or column; wrong number of columns. */
const UNKNOWN_SCHEMA = new Set([1054, 1136, 1146]);
const NETWORK_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "PROTOCOL_CONNECTION_LOST",
  "PROTOCOL_PACKETS_OUT_OF_ORDER",
  "PROTOCOL_SEQUENCE_TIMEOUT",
  "POOL_CLOSED",
]);

/** The driver's code where TLS could not be agreed on; the text says why, and quotes nothing but names of hosts. */
const TLS_REFUSED = "HANDSHAKE_SSL_ERROR";

/** Sorts an error by its number or code, never by its text, which differs between servers and languages. */
export function classifyDatabaseError(error: unknown): DatabaseFailure {
  const { errno, code } = numbersOf(error);
  const failure = (
    name: StageErrorName,
    isRetryable: boolean,
    isConnectionDead: boolean,
  ): DatabaseFailure => ({
    name,
    isRetryable,
    isConnectionDead,
  });
  if (CONFLICTS.has(errno)) return failure("DatabaseUnavailable", true, false);
  if (TOO_SLOW.has(errno)) return failure("DatabaseUnavailable", true, false);
  if (EXHAUSTED.has(errno) || READ_ONLY.has(errno) || LOST.has(errno)) {
    return failure("DatabaseUnavailable", true, true);
  }
  if (NETWORK_CODES.has(code)) return failure("DatabaseUnavailable", true, true);
  if (code === TLS_REFUSED) return failure("EnvironmentInvalid", false, true);
  if (DENIED.has(errno)) return failure("AccessDenied", false, errno === LOGIN_REFUSED || errno === 1698);
  if (UNKNOWN_SCHEMA.has(errno)) return failure("SchemaUnknown", false, false);
  // After a packet that was too large the server hangs up.
  return failure("DatabaseRefused", false, errno === 1153 || errno === 0);
}

/** Whether a login was refused: wrong password or no such user, as it looks after a rotation. */
export function isLoginRefused(error: unknown): boolean {
  return numbersOf(error).errno === LOGIN_REFUSED;
}

/** Texts of these errors name tables, columns and accounts, never values. */
const TEXT_IS_SAFE = new Set([...DENIED, ...UNKNOWN_SCHEMA, 1049, 1064, 1114]);

/**
 * The error that a stage throws. Its message has the server's number, and its text only where that cannot hold a value.
 *
 * @param doing - what was tried, such as `writing daily values of 2026-11-21`.
 */
export function databaseError(error: unknown, doing: string): StageError {
  if (error instanceof StageError) return error;
  const { errno, code } = numbersOf(error);
  const { name, isRetryable } = classifyDatabaseError(error);
  const label =
    [code, errno > 0 ? String(errno) : ""].filter((part) => part !== "").join(" ") || "unknown error";
  const isTextSafe = TEXT_IS_SAFE.has(errno) || code === TLS_REFUSED;
  const text = isTextSafe && error instanceof Error ? `: ${error.message}` : "";
  return new StageError(
    name,
    `database failed while ${doing} (${label})${text}${adviceOn(error, isRetryable)}`,
    { cause: error },
  );
}

/** What to do about it, where that can be known. */
function adviceOn(error: unknown, isRetryable: boolean): string {
  const { errno, code } = numbersOf(error);
  if (code === TLS_REFUSED) return "; renew the CA bundle, or name the host that the certificate is for";
  if (READ_ONLY.has(errno))
    return "; it is read-only: a failover is under way, or the host is a replica's instead of the writer's";
  // MariaDB lets whoever may read a view lock its rows, and no right takes that away.
  if (errno === LOCK_WAIT)
    return "; another session holds locks on these rows: find it by SHOW FULL PROCESSLIST, dashboards' readers included, and end it by KILL";
  return isRetryable ? "; run again when the database is back" : "";
}

function numbersOf(error: unknown): { errno: number; code: string } {
  if (typeof error !== "object" || error === null) return { errno: 0, code: "" };
  const errno = "errno" in error && typeof error.errno === "number" ? error.errno : 0;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // System errors carry negative numbers of the operating system.
  return { errno: Math.max(0, errno), code };
}
