import { Readable } from "node:stream";
import { createConnection } from "mysql2/promise";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { replaceDay } from "#adapters/mysql/daily-value-store.ts";
import { releaseLease, takeLease } from "#adapters/mysql/run-lease.ts";
import { addDays } from "#core/model/utc-day.ts";
import type { DailyValueRow } from "#core/ports/stores.ts";

/** What the bench measured. */
export interface WriterBench {
  /** First load by the writer of stage 08: fence, reading of what is stored, one transaction a day. */
  readonly rowsPerSecond: number;
  /** That rate divided by the rate of LOAD DATA LOCAL INFILE of the same rows into an identical table, measured in turn. */
  readonly ratioToLoadData: number;
}

const SERIES = 2_900;
const DAYS = 36;
const FIRST_DAY = "1990-01-01";
const RUN_ID = "bench-writer";
/** Never the name of a table that is there: creating it again would fail. */
const COPY = `bench_metric_daily_${process.pid}`;
/** Days are written by one and the other in turn, so that a busy moment of the machine meets both. */
const DAYS_PER_TURN = 6;

/**
 * Writes about 100,000 rows of infra_metric_daily, dated 1990, and as many by LOAD DATA into a copy of the table; removes both
 * afterwards. The database needs the infra_* tables, a free lease and `local_infile`.
 *
 * @throws StageError RunInProgress if a run holds the lease.
 */
export async function benchWriter(databaseUrl: string): Promise<WriterBench> {
  const settings = connectionSettings({ DATABASE_URL: databaseUrl });
  const database = openDatabase(settings);
  const { host, port, user, password, database: name } = settings;
  const loader = await createConnection({
    host,
    port,
    user,
    password,
    database: name,
    flags: ["+LOCAL_FILES"],
  });
  const { epoch } = await takeLease(database, RUN_ID, 600);
  await loader.query(`CREATE TABLE ${COPY} LIKE infra_metric_daily`);
  try {
    let writerMs = 0;
    let loaderMs = 0;
    for (let first = 0; first < DAYS; first += DAYS_PER_TURN) {
      const days = Array.from({ length: DAYS_PER_TURN }, (_, index) =>
        rowsOf(addDays(FIRST_DAY, first + index)),
      );
      writerMs += await timed(async () => {
        for (const rows of days)
          await replaceDay(database, { epoch, runId: RUN_ID }, rows[0]?.date ?? FIRST_DAY, rows);
      });
      loaderMs += await timed(async () => {
        for (const rows of days) await load(loader, rows);
      });
    }
    return { rowsPerSecond: (SERIES * DAYS * 1_000) / writerMs, ratioToLoadData: loaderMs / writerMs };
  } finally {
    await loader.query(`DROP TABLE ${COPY}`);
    await loader.query("DELETE FROM infra_metric_daily WHERE run_id = ?", [RUN_ID]);
    await loader.end();
    await releaseLease(database, RUN_ID);
    await database.pool.end();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

type Loader = Awaited<ReturnType<typeof createConnection>>;

/** One statement a day, committed by itself, as the writer commits each day. */
async function load(loader: Loader, rows: readonly DailyValueRow[]): Promise<void> {
  await loader.query({
    sql: `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${COPY} CHARACTER SET utf8mb4`,
    infileStreamFactory: () => Readable.from(lines(rows)),
  });
}

function* lines(rows: readonly DailyValueRow[]): Generator<Buffer> {
  for (let first = 0; first < rows.length; first += 500) {
    const text = rows
      .slice(first, first + 500)
      .map((row) =>
        [
          ...[row.date, row.resourceId, row.metric, row.source, row.unit, row.status, row.resolution],
          ...[
            row.min,
            row.max,
            row.avg,
            row.p95,
            row.slotsGot,
            row.slotsExpected,
            row.slotsAboveZero,
            RUN_ID,
          ],
        ].join("\t"),
      );
    yield Buffer.from(`${text.join("\n")}\n`);
  }
}

/** A fleet of 371 resources with up to eight metrics each; the values are irrational, so that all digits are sent. */
function rowsOf(date: string): DailyValueRow[] {
  return Array.from({ length: SERIES }, (_, series) => {
    const level = Math.sqrt(series + 2);
    return {
      date,
      resourceId: `arn:aws:rds:us-east-1:111111111111:db:bench-${String(series % 371).padStart(4, "0")}`,
      metric: `bench.metric_${Math.floor(series / 371)}`,
      ...({ source: "rds", unit: "percent", status: "ok", resolution: "samples" } as const),
      ...{ min: level / 3, max: level * Math.PI, avg: level, p95: level * Math.E },
      ...{ slotsGot: 288, slotsExpected: 288, slotsAboveZero: 280 },
    };
  });
}
