import { parseArgs } from "node:util";
import { benchEngine } from "#lib/local/bench/engine.ts";
import { benchWriter } from "#lib/local/bench/writer.ts";
import { localDatabase } from "#lib/local/services/local-database.ts";

/** Speed of the parts that carry the load, as ratios to a yardstick in the same run: machines differ, ratios hardly. */
const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const note = (message: string) => (values.json ? undefined : console.log(message));

note("engine: the statistics of 2,000 and more series, beside C and numpy ...");
const { pointsPerCpuSecond, ratioToC, ratioToNumpy, skipped } = await benchEngine();
note("writer: one day of series after the other, beside LOAD DATA LOCAL ...");
const database = await localDatabase({ durable: true, onProgress: note });
try {
  const { rowsPerSecond, ratioToLoadData } = await benchWriter(database.url);
  const figures = {
    engine: { pointsPerCpuSecond, ratioToC, ratioToNumpy, skipped },
    writer: { rowsPerSecond, ratioToLoadData },
  };
  if (values.json) console.log(JSON.stringify(figures));
  else {
    const ratio = (number: number | null) => (number === null ? "skipped" : number.toFixed(2));
    console.log(
      `engine  ${(pointsPerCpuSecond / 1e6).toFixed(1)} million points per CPU second; speed / C ${ratio(ratioToC)}, speed / numpy ${ratio(ratioToNumpy)}`,
    );
    for (const reason of skipped) console.log(`        skipped: ${reason}`);
    console.log(
      `writer  ${Math.round(rowsPerSecond)} rows per second; speed / LOAD DATA ${ratio(ratioToLoadData)}`,
    );
  }
} finally {
  await database.stop();
}
