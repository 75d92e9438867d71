import { readFileSync } from "node:fs";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { migrate } from "#adapters/mysql/migrate.ts";
import { benchBundles } from "#lib/local/bench/bundles.ts";
import { benchDashboards } from "#lib/local/bench/dashboards.ts";
import { benchEngine } from "#lib/local/bench/engine.ts";
import { benchWriter } from "#lib/local/bench/writer.ts";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { BENCH } from "#lib/local/commands/bench.ts";
import { localDatabase } from "#lib/local/services/local-database.ts";
import { refuseUsedDatabase } from "#lib/local/services/refuse-used-database.ts";

const DDL = new URL("../sql/02_create_analytics_schema.sql", import.meta.url);

async function createTables(url: string): Promise<void> {
  const opened = openDatabase(connectionSettings({ DATABASE_URL: url }));
  try {
    await migrate(opened, readFileSync(DDL, "utf8"));
  } finally {
    await opened.pool.end();
  }
}

await runCommand(BENCH, async ({ terminal: { print, note, json } }) => {
  const given = process.env.DATABASE_URL ?? "";
  if (given !== "") await refuseUsedDatabase(given);
  note("engine: the statistics of 2,000 and more series, beside C and numpy ...");
  const { pointsPerCpuSecond, ratioToC, ratioToNumpy, skipped } = await benchEngine();
  note("bundles: size and load time of each function ...");
  const bundles = await benchBundles();
  note("writer: one day of series after the other, beside LOAD DATA LOCAL ...");
  const database = await localDatabase({ durable: true, onProgress: note });
  try {
    await createTables(database.url);
    const { rowsPerSecond, ratioToLoadData } = await benchWriter(database.url);
    note("dashboards: every query, over 90 days of 371 resources ...");
    const dashboards = await benchDashboards(database.url);
    json({
      engine: { pointsPerCpuSecond, ratioToC, ratioToNumpy, skipped },
      writer: { rowsPerSecond, ratioToLoadData },
      bundles,
      dashboards,
    });
    const ratio = (number: number | null) => (number === null ? "skipped" : number.toFixed(2));
    print(
      `engine  ${(pointsPerCpuSecond / 1e6).toFixed(1)} million points per CPU second; speed / C ${ratio(ratioToC)}, speed / numpy ${ratio(ratioToNumpy)}`,
    );
    for (const reason of skipped) print(`        skipped: ${reason}`);
    for (const { id, kB, gzipKB, importMs } of bundles)
      print(`bundle  ${id.padEnd(22)} ${kB} kB, ${gzipKB} kB zipped, loaded in ${importMs} ms`);
    print(
      `writer  ${Math.round(rowsPerSecond)} rows per second; speed / LOAD DATA ${ratio(ratioToLoadData)}`,
    );
    for (const { dashboard, query, rows, medianMs } of dashboards)
      print(`query   ${medianMs.toFixed(0).padStart(4)} ms, ${rows} rows: ${dashboard}, ${query}`);
    return true;
  } finally {
    await database.stop();
  }
});
