import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FaultRuleInput } from "#lib/local/simulated-http/fault-book.ts";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import type { Dump } from "./dump-tables.ts";
import { atRunTime, type PipelineWorld, startWorld } from "./harness.ts";

const server = await startTestServer();

/** Tables whose contents follow from the sources alone. */
const OUTCOME = [
  "infra_metric_daily",
  "infra_anomaly_scores",
  "infra_health_scores",
  "infra_anomaly_alerts",
  "infra_fleet_inventory",
];
const NEW_DAY = "2026-11-02";

const linesOf = (dump: Dump, keep: (line: string) => boolean) =>
  Object.fromEntries(OUTCOME.map((table) => [table, (dump[table] ?? []).filter(keep)]));
const isRedis = (line: string) => line.includes(":elasticache:") || line.includes("redis://");
const isOther = (line: string) => !isRedis(line);

let world: PipelineWorld;
let undisturbed: Dump;
beforeAll(async () => {
  if (server === undefined) return;
  world = await startWorld(server);
  await world.run({});
  undisturbed = await world.dump();
});
beforeEach(() => (server === undefined ? undefined : world.reset()));
afterAll(async () => {
  await world?.close();
  await server?.stop();
});

/** Series-days of the run's two days by status. */
async function statuses(where: string): Promise<Record<string, number>> {
  const rows = await world.sql(
    `SELECT status, COUNT(*) AS n FROM infra_metric_daily WHERE metric_date >= '2026-11-01' AND ${where} GROUP BY status`,
  );
  return Object.fromEntries(rows.map(({ status, n }) => [String(status), Number(n)]));
}

const openRedisAlerts = () =>
  world.sql(
    "SELECT resource_id, metric_name, direction, class, opened_on FROM infra_anomaly_alerts WHERE state = 'open' AND metric_name LIKE 'redis.%' ORDER BY 1, 2, 3, 4, 5",
  );

describe.skipIf(server === undefined)(
  "a Prometheus that cannot be relied on costs the run its Redis and nothing else",
  () => {
    const BROKEN: readonly (readonly [string, readonly FaultRuleInput[]])[] = [
      ["is down", []],
      ["answers HTML in place of JSON", [{ service: "prometheus", kind: "html" }]],
      ["cuts every body in half", [{ service: "prometheus", kind: "truncate_body" }]],
      [
        "refuses every range query",
        [{ service: "prometheus", action: "query_range", kind: "unprocessable" }],
      ],
    ];

    it.each(BROKEN)("one that %s", async (_what, faults) => {
      const stored = await world.dump();
      const openBefore = await openRedisAlerts();
      const url = process.env.PROMETHEUS_URL;
      if (faults.length === 0) process.env.PROMETHEUS_URL = "http://127.0.0.1:1";
      await world.servers.setFaults(faults);
      const run = await world.run({});
      process.env.PROMETHEUS_URL = url;

      expect(run).toMatchObject({ state: "PARTIAL", result: { status: "SUCCEEDED" } });
      const after = await world.dump();
      expect(linesOf(after, isOther)).toEqual(linesOf(undisturbed, isOther));
      const isOfStoredDay = (line: string) => isRedis(line) && !line.includes(`["metric_date","${NEW_DAY}"]`);
      expect((after.infra_metric_daily ?? []).filter(isOfStoredDay)).toEqual(
        (stored.infra_metric_daily ?? []).filter(isOfStoredDay),
      );
      const ofNewDay = await statuses(`metric_name LIKE 'redis.%' AND metric_date = '${NEW_DAY}'`);
      expect(Object.keys(ofNewDay)).toEqual(["failed"]);
      expect(openBefore.length).toBeGreaterThan(2);
      expect(await openRedisAlerts()).toEqual(expect.arrayContaining(openBefore));
      const healthOfRedis = await world.sql(
        `SELECT score FROM infra_health_scores WHERE metric_date = '${NEW_DAY}' AND resource_id LIKE '%elasticache%'`,
      );
      expect(healthOfRedis.map(({ score }) => score)).toEqual([null, null, null, null]);
    });

    it("one that warns of a cut answer: its values are kept as partial", async () => {
      await world.servers.setFaults([{ service: "prometheus", action: "query_range", kind: "warnings" }]);
      const openBefore = await openRedisAlerts();
      const run = await world.run({});
      expect(run.state).toBe("PARTIAL");
      expect(linesOf(await world.dump(), isOther)).toEqual(linesOf(undisturbed, isOther));
      expect(await statuses(`metric_name LIKE 'redis.%' AND metric_date = '${NEW_DAY}'`)).not.toHaveProperty(
        "ok",
      );
      expect(await openRedisAlerts()).toEqual(expect.arrayContaining(openBefore));
    });

    it("is read in full by the next run, which ends as if nothing had been", async () => {
      await world.servers.setFaults([{ service: "prometheus", kind: "html" }]);
      await world.run({});
      await world.servers.setFaults([]);
      expect(await world.run({})).toMatchObject({ state: "COMPLETE" });
      expect(linesOf(await world.dump(), () => true)).toEqual(linesOf(undisturbed, () => true));
    });
  },
);

describe.skipIf(server === undefined)("a pipeline that does without Prometheus and gateway", () => {
  it("runs to COMPLETE on everything else, and a check finds nothing wrong", async () => {
    const collected = "metric_name LIKE 'redis.%' OR metric_name LIKE 'database.%'";
    const before = await statuses(`(${collected})`);
    const { PROMETHEUS_URL, MCP_GATEWAY_URL } = process.env;
    // The demo's config names neither: their addresses come from the environment alone.
    delete process.env.PROMETHEUS_URL;
    delete process.env.MCP_GATEWAY_URL;
    const run = await world.run({});
    const check = await world.run({ check: true });
    Object.assign(process.env, { PROMETHEUS_URL, MCP_GATEWAY_URL });
    expect([run.state, run.error]).toEqual(["COMPLETE", null]);
    expect(await statuses(`(${collected})`)).toEqual(before);
    const states = (await world.log(run.name)).map(({ step, state }) => [step, state]);
    for (const step of ["03-collect-redis", "05b-collect-database"])
      expect(states).toContainEqual([step, "skipped"]);
    expect(check.checks.filter(({ ok, what }) => !ok || /Prometheus|Redis|snapshots/.test(what))).toEqual([]);
  });
});

describe.skipIf(server === undefined)("a CloudWatch that stumbles", () => {
  const PASSING: readonly (readonly [string, FaultRuleInput])[] = [
    [
      "throttles 30 % of the calls",
      { service: "monitoring", action: "GetMetricData", kind: "throttle", share: 0.3 },
    ],
    [
      "cuts bodies in half twice",
      { service: "monitoring", action: "GetMetricData", kind: "truncate_body", times: 2 },
    ],
    [
      "has an internal error in half the results, once",
      { service: "monitoring", action: "GetMetricData", kind: "internal_error", share: 0.5, times: 1 },
    ],
    [
      "sends an empty page first",
      { service: "monitoring", action: "GetMetricData", kind: "empty_page", times: 3 },
    ],
  ];

  it.each(PASSING)("and %s is asked again until it has said everything", async (_what, fault) => {
    await world.servers.setFaults([fault]);
    const run = await world.run({});
    expect(run).toMatchObject({ state: "COMPLETE", error: null });
    expect(linesOf(await world.dump(), () => true)).toEqual(linesOf(undisturbed, () => true));
  });

  const LASTING: readonly (readonly [string, FaultRuleInput, string])[] = [
    [
      "gives partial data for a third",
      { service: "monitoring", action: "GetMetricData", kind: "partial_data", share: 0.34 },
      "partial",
    ],
    [
      "forbids a third",
      { service: "monitoring", action: "GetMetricData", kind: "forbidden_result", share: 0.34 },
      "failed",
    ],
    [
      "has lost a third for good",
      { service: "monitoring", action: "GetMetricData", kind: "internal_error", share: 0.34 },
      "failed",
    ],
  ];

  it.each(LASTING)(
    "and %s is flagged, series-day by series-day, and nothing else changes",
    async (_what, fault, status) => {
      const stored = new Set((await world.dump()).infra_metric_daily);
      await world.servers.setFaults([fault]);
      const run = await world.run({});
      expect(run.state).toBe("PARTIAL");
      // A result cut in the middle has nothing of the days after the cut.
      const statusPattern = /\["status","(partial|failed)"\]/;
      const whole = new Set(undisturbed.infra_metric_daily);
      const now = (await world.dump()).infra_metric_daily ?? [];
      expect(now).toHaveLength(whole.size);
      const unflagged = now.filter(
        (line) => !whole.has(line) && !stored.has(line) && !statusPattern.test(line),
      );
      expect(unflagged).toEqual([]);
      expect((await statuses("metric_name NOT LIKE 'redis.%'"))[status]).toBeGreaterThan(5);
    },
  );
});

describe.skipIf(server === undefined)("an account that is denied for one day", () => {
  const DENIED: readonly FaultRuleInput[] = ["ec2", "rds", "elasticache", "monitoring"].map((service) => ({
    service,
    accountId: "222222222222",
    kind: "deny",
  }));
  const ofAccount = "resource_id LIKE '%222222222222%'";

  it("keeps its resources as stale, their identity and their past, and is whole again the next day", async () => {
    await world.setNow(atRunTime("2026-11-04"));
    await world.laySnapshots("2026-11-03");
    await world.run({});
    await world.run({}, { now: atRunTime("2026-11-04") });
    const wholeAfterTwoDays = await world.dump();

    await world.reset();
    const before = await world.sql(
      `SELECT resource_id, first_seen FROM infra_fleet_inventory WHERE ${ofAccount} ORDER BY 1`,
    );
    const past = await world.sql(
      `SELECT * FROM infra_metric_daily WHERE ${ofAccount} AND metric_date <= '2026-11-01' ORDER BY 1, 2, 3`,
    );
    await world.servers.setFaults(DENIED);
    const denied = await world.run({});
    expect(denied.state).toBe("PARTIAL");
    expect(denied.warnings.join("\n")).toContain("222222222222");
    expect(
      await world.sql(
        `SELECT resource_id, first_seen FROM infra_fleet_inventory WHERE ${ofAccount} ORDER BY 1`,
      ),
    ).toEqual(before);
    expect(
      await world.sql(
        "SELECT DISTINCT status FROM infra_fleet_inventory WHERE resource_id LIKE '%222222222222%'",
      ),
    ).toEqual([{ status: "stale" }]);
    expect(
      await world.sql(
        `SELECT * FROM infra_metric_daily WHERE ${ofAccount} AND metric_date <= '2026-11-01' ORDER BY 1, 2, 3`,
      ),
    ).toEqual(past);
    expect(await world.sql("SELECT COUNT(*) AS n FROM infra_fleet_inventory")).toEqual([{ n: 12 }]);
    expect(
      await statuses(`metric_date = '${NEW_DAY}' AND ${ofAccount} AND metric_name LIKE 'ec2.%'`),
    ).toEqual({ failed: expect.any(Number) });

    await world.servers.setFaults([]);
    const next = await world.run({}, { now: atRunTime("2026-11-04") });
    expect(next.state).toBe("COMPLETE");
    expect(linesOf(await world.dump(), () => true)).toEqual(linesOf(wholeAfterTwoDays, () => true));
  });

  it("does not resolve its alerts, and does not stop its Redis, which Prometheus still sees", async () => {
    await world.servers.setFaults(DENIED);
    const open = await world.sql(
      `SELECT metric_name, opened_on FROM infra_anomaly_alerts WHERE state = 'open' AND ${ofAccount} AND metric_name LIKE 'ec2.%' ORDER BY 1, 2`,
    );
    await world.run({});
    expect(
      await world.sql(
        `SELECT metric_name, opened_on FROM infra_anomaly_alerts WHERE state = 'open' AND ${ofAccount} AND metric_name LIKE 'ec2.%' ORDER BY 1, 2`,
      ),
    ).toEqual(open);
    expect(
      await statuses(`metric_date = '${NEW_DAY}' AND ${ofAccount} AND metric_name LIKE 'redis.%'`),
    ).toEqual({ ok: expect.any(Number) });
  });
});
