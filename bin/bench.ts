import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { migrate } from "#adapters/mysql/migrate.ts";
import { benchBundles } from "#lib/local/bench/bundles.ts";
import { benchEngine } from "#lib/local/bench/engine.ts";
import { benchWriter } from "#lib/local/bench/writer.ts";
import { localDatabase } from "#lib/local/services/local-database.ts";

const DDL = new URL("../sql/02_create_analytics_schema.sql", import.meta.url);

async function createTables(url: string): Promise<void> {
  const opened = openDatabase(connectionSettings({ DATABASE_URL: url }));
  try {
    await migrate(opened, readFileSync(DDL, "utf8"));
  } finally {
    await opened.pool.end();
  }
}

/** Speed of the parts that carry the load, as ratios to a yardstick in the same run: machines differ, ratios hardly. */
const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const note = (message: string) => (values.json ? undefined : console.log(message));

note("engine: the statistics of 2,000 and more series, beside C and numpy ...");
const { pointsPerCpuSecond, ratioToC, ratioToNumpy, skipped } = await benchEngine();
note("bundles: size and load time of each function ...");
const bundles = await benchBundles();
note("writer: one day of series after the other, beside LOAD DATA LOCAL ...");
const database = await localDatabase({ durable: true, onProgress: note });
try {
  await createTables(database.url);
  const { rowsPerSecond, ratioToLoadData } = await benchWriter(database.url);
  const figures = {
    engine: { pointsPerCpuSecond, ratioToC, ratioToNumpy, skipped },
    writer: { rowsPerSecond, ratioToLoadData },
    bundles,
  };
  if (values.json) console.log(JSON.stringify(figures));
  else {
    const ratio = (number: number | null) => (number === null ? "skipped" : number.toFixed(2));
    console.log(
      `engine  ${(pointsPerCpuSecond / 1e6).toFixed(1)} million points per CPU second; speed / C ${ratio(ratioToC)}, speed / numpy ${ratio(ratioToNumpy)}`,
    );
    for (const reason of skipped) console.log(`        skipped: ${reason}`);
    for (const { id, kB, gzipKB, importMs } of bundles)
      console.log(`bundle  ${id.padEnd(22)} ${kB} kB, ${gzipKB} kB zipped, loaded in ${importMs} ms`);
    console.log(
      `writer  ${Math.round(rowsPerSecond)} rows per second; speed / LOAD DATA ${ratio(ratioToLoadData)}`,
    );
  }
} finally {
  await database.stop();
}
