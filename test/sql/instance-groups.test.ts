import { afterAll, afterEach, describe, expect, it } from "vitest";
import { addDays } from "#core/model/utc-day.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import { freshDatabase, startTestServer, type TestDatabase } from "../adapters/mysql/test-database.ts";
import { dailyStages, dailyStores } from "../support/daily-stages.ts";
import { CPU, groupEstate, METRICS, SIGMA, START, WEB } from "../support/group-estate.ts";
import { differencesOf, keyOfRow, keyOfScore } from "./score-differences.ts";
import { runScript } from "./sql-script.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const LAST = 61;
/** Three members that live for five days, and a step that all share from day 58 on. */
const estate = groupEstate({
  ...{ seed: 3, seats: 3, life: 5 },
  change: (day, _, metric) => (day >= 58 && metric === CPU ? 5 * SIGMA : 0),
});

describe.skipIf(server === undefined)("a group of instances in the tables", () => {
  let test: TestDatabase | undefined;
  afterEach(() => test?.close());

  it("has the scores that 05 gives it, and the alerts that it has in memory", async () => {
    test = await freshDatabase(server);
    const { epoch } = await test.stores.lease.take("run-1", 600);
    const memory = dailyStores();
    for (const { begin, runOn } of [
      dailyStages(METRICS, estate, memory),
      dailyStages(METRICS, estate, test.stores, epoch),
    ]) {
      await begin();
      for (let day = 1; day <= LAST; day += 1) await runOn(addDays(START, day));
    }
    const [from, to] = [addDays(START, LAST - 20), addDays(START, LAST - 1)];
    const scores: ScoreRow[] = [];
    for await (const day of test.stores.scores.readDays(from, to))
      scores.push(...day.rows.filter(({ metric }) => metric === CPU));
    expect(scores.filter(({ resourceId }) => resourceId === WEB)).toHaveLength(20);
    const own = new Map(scores.map((row) => [keyOfScore(row), row]));
    const scored = await runScript(test, "05_anomaly_scoring.sql", { from, to });
    expect(scored.map(keyOfRow).toSorted()).toEqual([...own.keys()].toSorted());
    expect(scored.flatMap((row) => differencesOf(row, own.get(keyOfRow(row)), METRICS[CPU]))).toEqual([]);

    const openOf = async ({ alerts }: Pick<TestDatabase["stores"], "alerts">) =>
      (await alerts.openOn(to)).map((one) => [one.resourceId, one.metric, one.class, one.openedOn].join(" "));
    const open = (await openOf(test.stores)).toSorted();
    expect(open).toContain(`${WEB} ${CPU} prediction ${addDays(START, 58)}`);
    expect(open).toEqual((await openOf(memory)).toSorted());
    const inView = await test.sql(
      `SELECT name, type, group_id, status, console_url FROM infra_v_resource WHERE resource_id = '${WEB}'`,
    );
    expect(inView).toEqual([
      { name: "web", type: "ec2group", group_id: "web", status: "described", console_url: null },
    ]);
  });
});
