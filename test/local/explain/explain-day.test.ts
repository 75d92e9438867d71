import { describe, expect, it } from "vitest";
import { DAY_STATUSES } from "#core/model/daily-value.ts";
import { AURORA_READERS_SUFFIX } from "#core/model/resource.ts";
import { dayNumber, daysBetween } from "#core/model/utc-day.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import type { SeriesHistory } from "#core/ports/stores.ts";
import { type Asked, explainDay } from "#lib/local/explain/explain-day.ts";
import { explanationLines } from "#lib/local/explain/print-explanation.ts";
import { historyFromOf, judgedSeries } from "#stages/09-baseline/run.ts";
import { scoreDays } from "#stages/10-score/score-days.ts";
import { memoryAlerts } from "../../support/memory-alerts.ts";
import { memoryDailyValues, memoryInventory, memoryScores } from "../../support/memory-stores.ts";
import { aResource, metric, SHIPPED } from "../../support/pipeline-rows.ts";
import { randomStream } from "../../support/random.ts";

const DAY = "2026-11-21";
const FROM = historyFromOf("2026-11-20");
const CPU = "rds.cpu_utilization_pct";
const orders = aResource();

/** A level with a little noise, and another value on the newest day. */
function history(
  resourceId = orders.resourceId,
  { level, newest } = { level: 40, newest: 75 },
): SeriesHistory {
  const random = randomStream(5);
  const days = daysBetween(FROM, DAY);
  const values = () => Float64Array.from(days, (day) => (day === DAY ? newest : level + random.normal()));
  const counts = () => new Int32Array(days.length).fill(288);
  const avg = values();
  return {
    ...{ resourceId, metric: CPU, avg, min: avg, max: avg, p95: avg },
    ...{ slotsGot: counts(), slotsExpected: counts(), slotsAboveZero: counts() },
    status: new Uint8Array(days.length).fill(DAY_STATUSES.indexOf("ok")),
  };
}

/** What a daily run would have stored, and the stores that hold it. */
function world(change: Partial<ScoreRow> = {}, histories = [history()], resources = [orders]) {
  const dailyValues = memoryDailyValues();
  dailyValues.history = histories;
  const [series] = judgedSeries({ histories, resources }, SHIPPED, { from: "2026-11-20", to: DAY });
  const scores = memoryScores();
  const { severity } = SHIPPED.pipeline.health;
  if (series !== undefined)
    for (const row of scoreDays(series, metric(CPU), { scoredFrom: "2026-11-20", severity }))
      scores.days.set(row.date, [{ ...row, ...(row.date === DAY ? change : {}) }]);
  const stores = { dailyValues, scores, alerts: memoryAlerts(), inventory: memoryInventory(resources) };
  return (asked: Partial<Asked> = {}) =>
    explainDay({ resource: "orders", metric: CPU, date: DAY, ...asked }, SHIPPED, stores);
}

describe("the explanation of a series-day", () => {
  it("computes what is stored again, to the last bit, with the evidence that it gave", async () => {
    const explanation = await world()();
    expect(explanation.differences).toEqual([]);
    expect(explanation.computed).toMatchObject({ value: 75, verdict: "critical", isSpike: true });
    expect(explanation.evidence.map(({ clause }) => clause)).toEqual(
      expect.arrayContaining(["z_above", "spike"]),
    );
    expect(explanation.series.at(-1)).toEqual({ date: DAY, value: 75 });
    expect(explanation.series).toHaveLength(60);
    expect(dayNumber(explanation.series[0]?.date ?? "")).toBe(dayNumber(DAY) - 59);
  });

  it("knows the other role of an Aurora cluster, with which a failover is told apart", async () => {
    const writer = aResource({ resourceId: "arn:aws:rds:us-east-1:111111111111:cluster:orders" });
    const readers = {
      ...writer,
      resourceId: `${writer.resourceId}${AURORA_READERS_SUFFIX}`,
      name: "readers",
    };
    const swapped = [
      history(writer.resourceId, { level: 60, newest: 20 }),
      history(readers.resourceId, { level: 20, newest: 60 }),
    ];
    const explanation = await world({}, swapped, [writer, readers])();
    expect(explanation.stored?.isSpike).toBeNull();
    expect(explanation.differences).toEqual([]);
  });

  it("names each column that differs from what is stored", async () => {
    const explanation = await world({ z: 1.5, isDrift: null })();
    expect(explanation.differences.map(({ column }) => column).toSorted()).toEqual(["isDrift", "z"]);
    const text = explanationLines(explanation, metric(CPU)).join("\n");
    expect(text).toMatch(/Differs from what is stored/);
    expect(text).toMatch(/z: stored 1\.5, computed \d/);
  });

  it("refuses a resource and a metric that it does not know", async () => {
    await expect(world()({ resource: "nobody" })).rejects.toThrow("the inventory has no such resource");
    await expect(world()({ metric: "rds.nothing" })).rejects.toThrow("the config has no such metric");
  });
});
