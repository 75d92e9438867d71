import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { addDays, daysBetween } from "#core/model/utc-day.ts";
import { backtestDatabase, type DatabaseReport } from "#lib/local/backtest/backtest-database.ts";
import { isToldAlike } from "#lib/local/backtest/compare-told.ts";
import { databaseSettings } from "#lib/local/backtest/database-settings.ts";
import { handler as operate } from "#operations/alerts-operations/handler.ts";
import { databaseOf, storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import { runCommandLine } from "../local/command-line/spawned.ts";
import { atRunTime, type PipelineWorld, startWorld } from "./harness.ts";
import { DAYS } from "./small-estate.ts";

const server = await startTestServer();
const LAST_DAY = "2026-11-09";

let world: PipelineWorld;
let folder = "";
beforeAll(async () => {
  if (server === undefined) return;
  folder = mkdtempSync(join(tmpdir(), "backtest-"));
  world = await startWorld(server);
  for (const day of daysBetween("2026-11-02", LAST_DAY)) {
    await world.laySnapshots(day);
    const { state } = await world.run({}, { now: atRunTime(addDays(day, 1)), name: `daily-${day}` });
    expect(state).toBe("COMPLETE");
    if (day === "2026-11-05") await runAgain(day);
    if (day === "2026-11-02") await answerTheNewest();
  }
  await world.save("told");
});
beforeEach(() => (server === undefined ? undefined : world.reset("told")));
afterAll(async () => {
  await world?.close();
  await server?.stop();
  if (folder !== "") rmSync(folder, { recursive: true });
});

/** Runs that change nothing: the day once more, by itself and within a longer range, a day that is past, and a rehearsal. */
async function runAgain(day: string): Promise<void> {
  for (const input of [{}, { from: "2026-10-28", to: day }, { runDate: "2026-10-20" }, { dryRun: true }])
    await world.run(input, { now: atRunTime(addDays(day, 1)) });
}

/** Somebody acknowledges one of the day's alerts, refutes another and silences a third. */
async function answerTheNewest(): Promise<void> {
  const [message] = await world.sql(
    "SELECT body FROM infra_notification WHERE topic = 'notifications' ORDER BY created_at DESC",
  );
  const ids = [...String(message?.body).matchAll(/acknowledge --alert (\w+) /g)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(0);
  const answers = [
    { action: "acknowledge" },
    { action: "refute" },
    { action: "silence", until: "2026-11-07" },
  ];
  for (const [index, answer] of answers.entries())
    if (ids[index] !== undefined)
      await operate({ ...answer, alert: ids[index], note: "seen", by: "ann" }, {});
}

interface Wish {
  readonly config?: string;
  readonly days?: number;
  readonly isEveryDay?: boolean;
  readonly output?: string;
  readonly budget?: number;
}

async function backtest({ config, days = 60, isEveryDay = false, output, budget }: Wish = {}) {
  const file = config === undefined ? null : join(folder, "changes.yaml");
  if (file !== null) writeFileSync(file, config ?? "");
  const settings = databaseSettings({ file, budget: budget ?? null }, await loadConfig("config", "demo"));
  const database = await databaseOf(readEnvironment());
  try {
    return await backtestDatabase(database, { days, settings, isEveryDay, output: output ?? null });
  } finally {
    await database.pool.end();
  }
}

const differenceOf = ({ both, onlyThisConfig, onlyThen }: DatabaseReport) => ({
  otherwise: both.filter((one) => !isToldAlike(one)),
  onlyThisConfig,
  onlyThen,
});
const NONE = { otherwise: [], onlyThisConfig: [], onlyThen: [] };
const toldRows = async () =>
  (
    await world.sql(
      "SELECT DISTINCT resource_id, metric_name, scored_on FROM infra_alert_action WHERE action = 'told' ORDER BY 3, 1, 2",
    )
  ).map(({ resource_id, metric_name, scored_on }) => [scored_on, resource_id, metric_name]);

/** Series, date, value, Z and verdict of each stored score. */
async function storedScores(from: string): Promise<string[]> {
  const shown: string[] = [];
  for await (const { rows } of (await storesOf(readEnvironment())).scores.readDays(from, LAST_DAY))
    for (const { resourceId, metric, date, value, z, verdict } of rows)
      shown.push([`${resourceId} ${metric}`, date, value ?? "", z ?? "", verdict].join(","));
  return shown;
}

describe.skipIf(server === undefined)("a backtest of the database", () => {
  it("finds with the unchanged config what was told, whatever people said meanwhile, and nothing else", async () => {
    const report = await backtest();
    expect(differenceOf(report)).toEqual(NONE);
    expect(report.both.map(({ day, resourceId, metric }) => [day, resourceId, metric])).toEqual(
      await toldRows(),
    );
    expect(report.both.length).toBeGreaterThan(5);
    // The history's run told of its last day, then one a day, and two again.
    const told = { both: report.both.length, otherwise: 0, onlyThisConfig: 0, onlyThen: 0 };
    expect(report).toMatchObject({ from: DAYS.historyFrom, to: LAST_DAY, totals: told });
    expect(report).toMatchObject({ runs: 11, runsByOtherConfig: 0, daysWithoutRun: 31 });
  });

  it.each([1, 3, 8])("finds the same beginning in the middle of it, %i days ago", async (days) => {
    expect(differenceOf(await backtest({ days }))).toEqual(NONE);
  });

  it("judges as the stages did: a row of the file is what they stored", async () => {
    const output = join(folder, "out.csv");
    const report = await backtest({ output, days: 10 });
    const [header = "", ...rows] = readFileSync(output, "utf8").trimEnd().split("\n");
    expect(header).toMatch(/^series,date,value,n,mean,sigma,z,/);
    expect(rows).toHaveLength(report.seriesDays);
    const cells = rows.map((row) => row.split(","));
    const shown = cells.map((row) => [row[0], row[1], row[2], row[6], row[15]].join(","));
    expect(shown.toSorted()).toEqual((await storedScores("2026-10-31")).toSorted());
    expect(cells.filter((row) => row[17] === "1").length).toBe(
      report.both.filter(({ as }) => as !== "digest").length,
    );
    expect(cells.filter((row) => row[16] === "1").length).toBe(report.alertDays);
  });

  it("says what another config would have told", async () => {
    const deaf = await backtest({
      config:
        "metrics: { redis.memory_usage_pct: { badDirection: down, condition: [{ kind: limit, above: 1000 }] } }",
    });
    expect(new Set(deaf.onlyThen.map(({ metric }) => metric))).toContain("redis.memory_usage_pct");
    expect(deaf.both.map(({ metric }) => metric)).not.toContain("redis.memory_usage_pct");
    const quiet = await backtest({
      config: "prediction: { spikeLimit: 99, ewmaLimit: 99, windowLimit: 99 }",
    });
    expect(quiet.onlyThen.length).toBeGreaterThan(0);
    const thrifty = await backtest({ budget: 0 });
    expect(
      differenceOf(thrifty).otherwise.every(
        ({ as, toldThen }) => as === "digest" && toldThen.as === "notification",
      ),
    ).toBe(true);
    expect(differenceOf(thrifty).otherwise.length).toBeGreaterThan(0);
    expect(differenceOf(await backtest({ config: "alerts: { notificationsPerDay: 5 }" }))).toEqual(NONE);
  });

  it("tells of a backfill's days only if it is asked to", async () => {
    const { both, onlyThisConfig } = await backtest({ isEveryDay: true });
    const days = [...both, ...onlyThisConfig].map(({ day }) => day);
    expect(days.filter((day) => day < "2026-11-01").length).toBeGreaterThan(0);
    expect((await backtest()).both.filter(({ day }) => day < "2026-11-01")).toEqual([]);
  });

  it("differs where a value changed after the run that told of its day", async () => {
    const [told] = (await backtest()).both.filter(({ as }) => as === "notification");
    await world.sql(
      `DELETE FROM infra_metric_daily WHERE resource_id = '${told?.resourceId}' AND metric_name = '${told?.metric}'`,
    );
    const { onlyThen } = await backtest();
    expect(onlyThen).toContainEqual(
      told === undefined ? null : expect.objectContaining({ day: told.day, metric: told.metric }),
    );
  });

  it("changes nothing in the database", async () => {
    const before = await world.dumpEverything();
    await backtest({ isEveryDay: true });
    expect(await world.dumpEverything()).toEqual(before);
  });

  it("prints the difference for people and for programs", async () => {
    const { exitCode, stdout, stderr } = await runCommandLine("backtest", [
      "--from-db",
      "--json",
      "--days",
      "8",
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ to: LAST_DAY, onlyThisConfig: [], onlyThen: [] });
    expect(stderr).toMatch(/^2026-11-02 to 2026-11-09: \d+ series/);
    expect(stderr).toContain("Only by this config: 0\n");
  });

  it("says that an empty database has nothing to judge", async () => {
    await world.sql("DELETE FROM infra_metric_daily");
    await expect(backtest()).rejects.toThrow("the database holds no daily values yet");
  });
});
