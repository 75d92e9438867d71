import type { Connection, ResultSetHeader, RowDataPacket } from "mysql2/promise";

/** A value that may be bound to a `?`. */
export type SqlValue = string | number | null;

/** One row by column name. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** Statements on one connection. Every value from outside is bound; each statement has a time limit. */
export interface Session {
  rows(sql: string, values?: readonly SqlValue[]): Promise<SqlRow[]>;
  /** Rows as arrays in column order: less than half the work for large results. */
  arrays(sql: string, values?: readonly SqlValue[]): Promise<unknown[][]>;
  /** A statement that changes rows. @returns how many it changed or deleted */
  run(sql: string, values?: readonly SqlValue[]): Promise<number>;
  /** A constant statement that cannot be prepared, such as COMMIT or DDL. */
  command(sql: string): Promise<void>;
}

/** Thrown when a statement was not answered in time; its outcome is unknown and its connection is gone. */
class StatementTimeout extends Error {
  readonly code = "PROTOCOL_SEQUENCE_TIMEOUT";
}

/** The statements of a connection, each limited to `timeoutMs`. */
export function sessionOf(connection: Connection, timeoutMs: number): Session {
  const limited = <T>(answer: Promise<T>): Promise<T> => within(connection, timeoutMs, answer);
  return {
    rows: async (sql, values = []) => {
      const [rows] = await limited(connection.execute<RowDataPacket[]>(sql, [...values]));
      return rows;
    },
    arrays: async (sql, values = []) => {
      const [rows] = await limited(
        connection.execute<RowDataPacket[][]>({ sql, rowsAsArray: true }, [...values]),
      );
      return rows;
    },
    run: async (sql, values = []) => {
      const [{ affectedRows }] = await limited(connection.execute<ResultSetHeader>(sql, [...values]));
      return affectedRows;
    },
    command: async (sql) => {
      await limited(connection.query(sql));
    },
  };
}

/** The driver's own limit leaves out the preparation of a statement, and its connection usable by mistake. */
async function within<T>(connection: Connection, timeoutMs: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      connection.destroy();
      reject(new StatementTimeout(`no answer within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
    // After the limit the driver rejects as well; nobody waits for that any more.
    answer.catch(() => undefined);
  }
}
