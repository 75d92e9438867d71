import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UtcDay } from "#core/model/utc-day.ts";
import { startTestServer } from "../../adapters/mysql/test-database.ts";
import type { Dump } from "../dump-tables.ts";
import { type PipelineWorld, startWorld } from "../harness.ts";
import { smallEstate } from "../small-estate.ts";
import { hour, reshape } from "./reshape.ts";

const RESULTS = ["infra_metric_daily", "infra_anomaly_scores", "infra_health_scores", "infra_anomaly_alerts"];
const LATE_DAY = "2026-11-02";
const CPU = "rds.cpu_utilization_pct";
const DATABASE = "arn:aws:rds:us-east-1:111111111111:db:menu-api-mysql";

/** In the last three hours of one day a database is busy: what late data keep back. */
const estate = reshape(smallEstate(), {
  [DATABASE]: { [CPU]: (value, { day, second }) => (day === LATE_DAY && second >= hour(21) ? 97 : value) },
});

const server = await startTestServer();

describe.skipIf(server === undefined)("what runs leave behind", () => {
  let world: PipelineWorld;
  beforeAll(async () => {
    world = await startWorld(server, { estate });
  });
  beforeEach(() => world.reset());
  afterAll(async () => {
    await world?.close();
    await server?.stop();
  });

  const results = async (): Promise<Dump> => {
    const dump = await world.dump();
    return Object.fromEntries(RESULTS.map((table) => [table, dump[table] ?? []]));
  };

  describe("of three days", () => {
    const days: readonly UtcDay[] = ["2026-11-02", "2026-11-03", "2026-11-04"];
    const now = "2026-11-05T07:00:00Z";
    let inOrder: Dump;

    const resultsAfter = async (order: readonly number[]): Promise<Dump> => {
      for (const index of order) {
        const run = await world.run({ runDate: days[index] }, { now });
        expect(run).toMatchObject({ state: "COMPLETE", error: null });
      }
      return results();
    };
    beforeAll(async () => {
      await world.laySnapshots("2026-11-03");
      await world.laySnapshots("2026-11-04");
      await world.reset();
      inOrder = await resultsAfter([0, 1, 2]);
    });

    it.each([[[0, 2, 1]], [[1, 0, 2]], [[1, 2, 0]], [[2, 0, 1]], [[2, 1, 0]]])(
      "collected in the order %j is the same as in order",
      async (order) => {
        expect(inOrder.infra_anomaly_alerts?.length).toBeGreaterThan(3);
        expect(await resultsAfter(order)).toEqual(inOrder);
      },
    );
  });

  it("is the same avg, min and max of a day, whether read as samples or as daily statistics", async () => {
    const range = { from: "2026-10-20", to: "2026-10-22" };
    const read = () =>
      world.sql(
        `SELECT CONCAT(metric_date, ' ', resource_id, ' ', metric_name) AS name, d.* FROM infra_metric_daily d
         WHERE metric_date BETWEEN '${range.from}' AND '${range.to}' AND source <> 'database' AND status = 'ok' ORDER BY 1`,
      );
    const daily = await read();
    expect(new Set(daily.map((row) => `${row.source} ${row.resolution}`))).toEqual(
      new Set(["ec2 daily", "rds daily", "redis daily"]),
    );
    expect((await world.run(range)).error).toBeNull();
    const samples = await read();
    expect(new Set(samples.map((row) => row.resolution))).toEqual(new Set(["samples"]));
    expect(samples.map((row) => row.name)).toEqual(daily.map((row) => row.name));
    for (const [index, row] of samples.entries()) {
      const other = daily[index] ?? {};
      const isSum = String(row.metric_name).endsWith("_bytes_per_second");
      for (const column of ["avg_value", "min_value", "max_value"]) {
        const isAbsent = isSum && column !== "avg_value";
        if (isAbsent) expect(other[column], `${row.name} ${column}`).toBeNull();
        else expectClose(Number(row[column]), Number(other[column]), `${row.name} ${column}`);
      }
      expect(other.p95_value).toBeNull();
      expect(row.p95_value).not.toBeNull();
      if (row.source === "redis") expect(row.slots_above_zero, String(row.name)).toBe(other.slots_above_zero);
    }
  });

  it("of a day that Prometheus has forgotten since is what it was, and the rest equals the undisturbed run", async () => {
    const day = "2026-10-21";
    await world.run({ runDate: day });
    const undisturbed = await results();
    const redis = () =>
      world.sql(
        `SELECT * FROM infra_metric_daily WHERE metric_date = '${day}' AND source = 'redis' ORDER BY 2, 3`,
      );
    const before = await redis();
    expect(before.filter((row) => row.status === "ok").length).toBeGreaterThan(20);
    const rerun = await world.run({ runDate: day }, { now: "2026-11-10T07:00:00Z" });
    expect(rerun).toMatchObject({ state: "COMPLETE", messages: [] });
    expect(await redis()).toEqual(before);
    expect(await results()).toEqual(undisturbed);
  });

  it("of late data is what complete data leave, and nobody is told twice", async () => {
    const openCpu = () =>
      world.sql(
        `SELECT class, direction, DATE_FORMAT(opened_on, '%Y-%m-%d') AS opened_on, state FROM infra_anomaly_alerts
         WHERE resource_id = '${DATABASE}' AND metric_name = '${CPU}' AND class = 'limit' AND state = 'open'`,
      );
    await world.run({});
    await world.run({});
    const undisturbed = await results();
    await world.reset();

    await world.servers.setFaults([{ service: "monitoring", action: "GetMetricData", kind: "late_data" }]);
    const first = await world.run({});
    expect(first).toMatchObject({ state: "COMPLETE", to: LATE_DAY });
    expect(await openCpu()).toEqual([]);
    expect(await results()).not.toEqual(undisturbed);
    await world.servers.setFaults([]);
    const second = await world.run({}, { now: "2026-11-03T11:00:00Z" });
    expect(await openCpu()).toEqual([
      { class: "limit", direction: "up", opened_on: LATE_DAY, state: "open" },
    ]);
    expect(await results()).toEqual(undisturbed);
    const third = await world.run({}, { now: "2026-11-03T12:00:00Z" });

    expect(first.messages.join()).not.toContain("menu-api-mysql: CPU");
    expect(second.messages.map(({ message }) => message).join()).toMatch(
      /menu-api-mysql[\s\S]*CPU utilization/,
    );
    expect(third.messages).toEqual([]);
    const told = await world.sql(
      `SELECT resource_id, metric_name, direction, class, COUNT(*) AS times FROM infra_alert_action
       WHERE action = 'told' GROUP BY 1, 2, 3, 4 HAVING times > 1`,
    );
    expect(told).toEqual([]);
  });

  it("counts one billed unit per metric and request, as CloudWatch bills", async () => {
    const run = await world.run({});
    const units = (await world.log(run.name)).map((row) => [row.step, row.api_units]);
    // Three databases of 8 metrics, and an Aurora cluster, which has no free storage; four instances of 4 metrics, three on Nitro with two more.
    expect(Object.fromEntries(units)).toMatchObject({
      "04-collect-rds": 3 * 8 + 7,
      "05-collect-ec2": 4 * 4 + 3 * 2,
    });
  });
});

function expectClose(actual: number, expected: number, what: string): void {
  expect(Math.abs(actual - expected), what).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
}
