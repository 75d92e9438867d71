import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { fileArchive } from "#adapters/archive/file-archive.ts";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { evidenceOf } from "#core/alerting/conditions.ts";
import { writeRows } from "#core/model/archive-rows.ts";
import type { Run } from "#core/model/run.ts";
import { addDays } from "#core/model/utc-day.ts";
import { type ScoreRow, VERDICTS } from "#core/ports/score-store.ts";
import { computeBaselines } from "#stages/09-baseline/run.ts";
import { score } from "#stages/10-score/run.ts";
import { persistScores } from "#stages/11-persist-scores/run.ts";
import { computeHealth } from "#stages/12-health-scores/run.ts";
import { freshDatabase, startTestServer, type TestDatabase } from "../adapters/mysql/test-database.ts";
import { randomHistory } from "./random-history.ts";
import { differencesOf, keyOfRow, keyOfScore } from "./score-differences.ts";
import { runScript } from "./sql-script.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const config = await loadConfig(fileURLToPath(new URL("../../config", import.meta.url)), null);
const SERIES_COUNT = 160;
const FIRST_DAY = "2026-08-01";
const DAY_COUNT = 100;
const FROM = addDays(FIRST_DAY, 70);
const TO = addDays(FIRST_DAY, DAY_COUNT - 1);

/** Every clause that there is. */
const CLAUSES = new Set([
  ...[
    "limit",
    "limit_below",
    "sustained_above_zero",
    "share_of_baseline_below",
    "z_above",
    "z_below",
    "z_beyond",
  ],
  ...["western_electric_1", "western_electric_2", "western_electric_3", "western_electric_4"],
  ...["z_extreme", "rate_of_change"],
]);

describe.skipIf(server === undefined).each([1, 2, 4])(
  "the SQL and the stages on a random fleet, seed %i",
  (seed) => {
    let test: TestDatabase | undefined;
    const open = async () => {
      test = await freshDatabase(server);
      return { test, scores: await scoreFleet(test, seed) };
    };
    afterEach(() => test?.close());

    it("say the same: 05 of every score, 06 of every health, 07 of every condition", async () => {
      const { test: database, scores } = await open();
      expect(scores.length).toBeGreaterThan(0.8 * SERIES_COUNT * 30 * 0.8);
      expect(new Set(scores.map((row) => row.verdict))).toEqual(new Set(VERDICTS));

      const scored = await runScript(database, "05_anomaly_scoring.sql", { from: FROM, to: TO });
      expect(scored.map(keyOfRow).toSorted()).toEqual(scores.map(keyOfScore).toSorted());
      const own = new Map(scores.map((row) => [keyOfScore(row), row]));
      const differences = scored.flatMap((row) =>
        differencesOf(row, own.get(keyOfRow(row)), config.metrics[String(row.metric_name)]),
      );
      expect(differences.slice(0, 20), `${differences.length} differences`).toEqual([]);

      const health = await runScript(database, "06_health_score_aggregation.sql", { from: FROM, to: TO });
      const stored = await database.stores.health.read(FROM, TO);
      expect(
        health.map(({ penalties, ...row }) => ({ ...row, penalties: JSON.parse(String(penalties)) })),
      ).toEqual(
        stored.map(({ date, resourceId, score: points, judgedWeight, totalWeight, penalties }) => ({
          metric_date: date,
          resource_id: resourceId,
          score: points,
          judged_weight: judgedWeight,
          total_weight: totalWeight,
          penalties,
        })),
      );

      // 07 looks at the day before in the table of scores, whose first day has none.
      const since = addDays(FROM, 1);
      const rules = await runScript(database, "07_alert_rules.sql", { from: since, to: TO });
      const said = rules.map((row) =>
        [keyOfRow(row), row.class, row.direction, row.clause, row.severity].join(" "),
      );
      const expected = evidenceOfAll(scores, since);
      expect([...new Set(said).difference(new Set(expected))]).toEqual([]);
      expect([...new Set(expected).difference(new Set(said))]).toEqual([]);
      expect(said.length).toBe(expected.length);
      expect(new Set(rules.map((row) => row.clause))).toEqual(CLAUSES);
    });
  },
);

/** Writes the fleet through the stores and takes it through stages 09 to 12; answers what they stored. */
async function scoreFleet({ stores }: TestDatabase, seed: number): Promise<ScoreRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "agreement-"));
  try {
    const archive = fileArchive(folder);
    const run = await openedRun(stores, archive);
    const options = { seed, seriesCount: SERIES_COUNT, firstDay: FIRST_DAY, dayCount: DAY_COUNT };
    for (const [date, rows] of randomHistory(config.metrics, options))
      await stores.dailyValues.replaceDay(run.epoch, run.runId, date, rows);
    const persisted = { recompute: { from: FROM, to: TO }, overlayKey: null };
    const baseline = await computeBaselines({ run, persisted }, { archive, stores });
    const scored = await score({ run, baseline }, { archive });
    await persistScores({ run, scored }, { archive, stores });
    await computeHealth({ run, scored }, { archive, stores });
  } finally {
    rmSync(folder, { recursive: true });
  }
  const rows: ScoreRow[] = [];
  for await (const day of stores.scores.readDays(FROM, TO)) rows.push(...day.rows);
  return rows;
}

async function openedRun(
  stores: TestDatabase["stores"],
  archive: ReturnType<typeof fileArchive>,
): Promise<Run> {
  const runId = "agreement";
  const { epoch } = await stores.lease.take(runId, 600);
  const run: Run = {
    ...{ runId, epoch, from: FROM, to: TO, sources: ["redis", "rds", "ec2", "database"], leftOut: [] },
    ...{ isDryRun: false, isCheck: false, tellsPeople: false },
    ...{ configKey: `runs/${runId}/00-open-run/config`, inventoryKey: "", configHash: config.hash },
    ...{ codeVersion: "test", startedAt: `${addDays(TO, 1)}T07:00:00.000Z`, newestCompleteDay: null },
    warnings: [],
  };
  await writeRows(archive, { run, stage: "00-open-run", part: "config" }, [config]);
  return run;
}

function evidenceOfAll(scores: readonly ScoreRow[], since: string): string[] {
  const byKey = new Map(scores.map((row) => [keyOfScore(row), row]));
  return scores
    .filter((row) => row.date >= since)
    .flatMap((row) => {
      const yesterday = byKey.get(keyOfScore({ ...row, date: addDays(row.date, -1) }));
      const metric = config.metrics[row.metric];
      if (metric === undefined) return [];
      return evidenceOf(metric, row, yesterday?.aboveZeroShare ?? null).map((evidence) =>
        [keyOfScore(row), evidence.class, evidence.direction, evidence.clause, evidence.severity].join(" "),
      );
    });
}
