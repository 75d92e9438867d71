import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";

/** Slow queries of one {@link load}. */
export const SLOW_QUERIES_COUNT = 7;

/** SHOW GLOBAL STATUS as a function of the variable's name. */
export async function globalStatus(connection: Connection): Promise<(name: string) => number> {
  const [rows] = await connection.query<RowDataPacket[]>("SHOW GLOBAL STATUS");
  const values = new Map(rows.map((row) => [String(row.Variable_name), Number(row.Value)]));
  return (name) => values.get(name) ?? Number.NaN;
}

/** Slow queries, one row-lock wait that ends in one deadlock, and one refused log-in. */
export async function load(url: string): Promise<void> {
  const [left, right] = [await createConnection(url), await createConnection(url)];
  await left.query("SET long_query_time = 0");
  for (let query = 0; query < SLOW_QUERIES_COUNT - 1; query++)
    await left.query("SELECT COUNT(*) FROM test.stock");
  // Turning it off is still slow: the seventh.
  await left.query("SET long_query_time = 10");
  await left.query("START TRANSACTION");
  await right.query("START TRANSACTION");
  await left.query("UPDATE test.stock SET amount = 1 WHERE id = 1");
  await right.query("UPDATE test.stock SET amount = 1 WHERE id = 2");
  await Promise.allSettled([
    left.query("UPDATE test.stock SET amount = 2 WHERE id = 2"),
    right.query("UPDATE test.stock SET amount = 2 WHERE id = 1"),
  ]);
  left.destroy();
  right.destroy();
  const wrong = new URL(url);
  wrong.password = "wrong";
  const isRefused = await createConnection(wrong.href).then(
    () => false,
    () => true,
  );
  if (!isRefused) throw new Error("the database let a wrong password in");
}
