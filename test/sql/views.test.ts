import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  dailyRow,
  freshDatabase,
  PROVENANCE,
  startTestServer,
  type TestDatabase,
} from "../adapters/mysql/test-database.ts";
import { action, alert, healthRow, scoreRow } from "../adapters/mysql/test-rows.ts";
import { anInstance, aRedisNode, aResource } from "../support/pipeline-rows.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const DAY = "2026-11-20";
const ORDERS = "arn:aws:rds:us-east-1:111111111111:db:orders";

let test: TestDatabase;
let epoch: number;

beforeEach(async () => {
  if (server === undefined) return;
  test = await freshDatabase(server);
  ({ epoch } = await test.stores.lease.take("run-1", 600));
});
afterEach(() => test?.close());

const inventory = (...resources: ReturnType<typeof aResource>[]) =>
  test.stores.inventory.upsert(epoch, "run-1", resources);
const scores = (...rows: Parameters<typeof scoreRow>[0][]) =>
  test.stores.scores.replaceDate(
    epoch,
    PROVENANCE,
    DAY,
    rows.map((row) => scoreRow({ date: DAY, ...row })),
  );

describe.skipIf(server === undefined)("infra_v_control_chart", () => {
  it("draws its limits at 1, 2 and 3 of the sigma that Z was measured with, by hand: 40 +- 5, 10, 15", async () => {
    await inventory(aResource());
    await scores({ mean: 40, sigma: 5, value: 52.5, z: 2.5, we1: false, we2: true, we4: true });
    const [row] = await test.sql("SELECT * FROM infra_v_control_chart");
    expect(row).toMatchObject({
      ...{
        resource_id: ORDERS,
        name: "orders",
        title: "CPU utilization",
        unit: "percent",
        upper_limit_value: 80,
      },
      ...{ centre_line_value: 40, upper_1_sigma_value: 45, lower_1_sigma_value: 35, upper_2_sigma_value: 50 },
      ...{ lower_2_sigma_value: 30, upper_3_sigma_value: 55, lower_3_sigma_value: 25 },
      ...{ we_rules: "WE-2, WE-4", we_mark_value: 52.5, lower_limit_value: null },
    });
  });

  it("takes the floor of the metric where the history has less spread: 2 % of 100 is 2, not 0.1", async () => {
    await inventory(aResource());
    await scores({ mean: 100, sigma: 0.1, we1: false });
    const [row] = await test.sql(
      "SELECT sigma_value, upper_3_sigma_value, we_mark_value FROM infra_v_control_chart",
    );
    expect(row).toEqual({ sigma_value: 2, upper_3_sigma_value: 106, we_mark_value: null });
  });

  it.each([
    [13, null],
    [14, 5],
  ])("has limits from 14 days of baseline on: %i", async (n, sigma) => {
    await inventory(aResource());
    await scores({ n, mean: 40, sigma: 5 });
    await expect(test.sql("SELECT sigma_value FROM infra_v_control_chart")).resolves.toEqual([
      { sigma_value: sigma },
    ]);
  });
});

describe.skipIf(server === undefined)("infra_v_resource", () => {
  it("leads to the page of the AWS console, by kind", async () => {
    await inventory(
      aResource(),
      aResource({ resourceId: "arn:aws:rds:eu-west-1:111111111111:cluster:web#readers", name: "web" }),
      aRedisNode("cart-001"),
      anInstance("i-0abc"),
    );
    const rows = await test.sql("SELECT name, console_url FROM infra_v_resource ORDER BY name");
    const at = (service: string, region: string) =>
      `https://console.aws.amazon.com/${service}/home?region=${region}`;
    expect(rows).toEqual([
      { name: "cart-001", console_url: `${at("elasticache", "us-east-1")}#/redis/cart-001` },
      { name: "i-0abc", console_url: `${at("ec2", "us-east-1")}#InstanceDetails:instanceId=i-0abc` },
      { name: "orders", console_url: `${at("rds", "us-east-1")}#database:id=orders;is-cluster=false` },
      { name: "web", console_url: `${at("rds", "eu-west-1")}#database:id=web;is-cluster=true` },
    ]);
  });

  it.each([
    "redis://10.0.0.1:6379",
    "arn:aws:rds:us-east-1:111111111111:db:x;is-cluster=false&y=javascript:alert(1)",
    "arn:aws:ec2:us-east-1:111111111111:instance/i-0abc\nhttps://evil.example",
    "javascript:alert(1)//arn:aws:ec2:us-east-1:111111111111:instance/i-0abc",
  ])("leads nowhere from %j", async (resourceId) => {
    await inventory(aResource({ resourceId }));
    await expect(test.sql("SELECT console_url FROM infra_v_resource")).resolves.toEqual([
      { console_url: null },
    ]);
  });
});

describe.skipIf(server === undefined)("infra_v_anomaly_day", () => {
  it.each([
    [{ criticalCount: 1, warningCount: 2 }, 2],
    [{ criticalCount: 0, warningCount: 2 }, 1],
    [{ criticalCount: 0, warningCount: 0 }, 0],
    [{ criticalCount: 0, warningCount: 0, judgedWeight: 0, score: null }, null],
    // Data that stopped: nothing was judged, and that is the anomaly.
    [{ criticalCount: 0, warningCount: 1, judgedWeight: 0, score: null }, 1],
  ])("says the severity of %j", async (part, level) => {
    await inventory(aResource());
    await test.stores.health.replaceDate(epoch, "run-1", DAY, [healthRow({ resourceId: ORDERS, ...part })]);
    await expect(test.sql("SELECT severity_level FROM infra_v_anomaly_day")).resolves.toEqual([
      { severity_level: level },
    ]);
  });
});

describe.skipIf(server === undefined)("infra_v_open_alert", () => {
  const apply = (actions: ReturnType<typeof action>[], ...alerts: ReturnType<typeof alert>[]) =>
    test.stores.alerts.apply(epoch, PROVENANCE, { upserts: alerts, deletes: [], actions, notifications: [] });

  it("says in words why, since when, who was told and who answered", async () => {
    await inventory(aResource());
    await scores({ forecastDays: 2.5 });
    await apply(
      [
        action({ openedOn: "2026-11-17", scoredOn: "2026-11-18" }),
        action({ openedOn: "2026-11-17", action: "acknowledge", actor: "ann" }),
        action({ openedOn: "2026-11-17", action: "silence", actor: "bob", expiresOn: "2026-11-30" }),
      ],
      alert({ openedOn: "2026-11-17", evidence: { clauses: ["western_electric_4", "z_above"] } }),
    );
    const [row] = await test.sql("SELECT * FROM infra_v_open_alert");
    expect(row).toMatchObject({
      ...{ name: "orders", owner: "payments", title: "CPU utilization", age_days: 3, forecast_days: 2.5 },
      reason: "far above its own past, eight days on one side of the mean (WE-4)",
      ...{ told_on: "2026-11-18", acknowledged_by: "ann", silenced_until: "2026-11-30" },
    });
  });

  it("forgets what was said of an alert that ended before, and a silence that is over", async () => {
    await inventory(aResource());
    await scores({});
    await apply(
      [
        action({ openedOn: "2026-10-01", scoredOn: "2026-10-02" }),
        action({ action: "silence", actor: "bob", expiresOn: "2026-11-19" }),
      ],
      alert(),
    );
    const [row] = await test.sql("SELECT told_on, silenced_until FROM infra_v_open_alert");
    expect(row).toEqual({ told_on: null, silenced_until: null });
  });

  it("holds open and acknowledged alerts, and infra_v_alert all", async () => {
    await inventory(aResource());
    await scores({});
    const resolved = { state: "resolved", resolvedOn: DAY, resolveReason: "recovered" } as const;
    await apply(
      [],
      alert({ direction: "up", state: "acknowledged" }),
      alert({ direction: "down" }),
      alert({ class: "limit", openedOn: "2026-11-15", ...resolved }),
    );
    const states = async (view: string) =>
      (await test.sql(`SELECT state, age_days FROM ${view} ORDER BY state`)).map(({ state, age_days }) => [
        state,
        age_days,
      ]);
    expect(await states("infra_v_open_alert")).toEqual([
      ["open", 0],
      ["acknowledged", 0],
    ]);
    expect(await states("infra_v_alert")).toContainEqual(["resolved", 5]);
  });
});

describe.skipIf(server === undefined)("infra_v_coverage", () => {
  it("gives every metric of a resource one state and the reason", async () => {
    await inventory(aRedisNode("cart-001", { firstSeen: "2026-01-01" }));
    const resourceId = aRedisNode("cart-001").resourceId;
    await scores(
      { resourceId, metric: "redis.memory_usage_pct", verdict: "critical" },
      { resourceId, metric: "redis.connected_clients", verdict: "learning", n: 9 },
      { resourceId, metric: "redis.cpu_usage_pct", verdict: "no_data" },
      { resourceId, metric: "redis.cache_hit_rate_pct", verdict: "partial" },
    );
    await test.stores.dailyValues.replaceDay(epoch, "run-1", DAY, [
      dailyRow({
        resourceId,
        metric: "redis.cpu_usage_pct",
        source: "redis",
        status: "failed",
        min: null,
        max: null,
        avg: null,
        p95: null,
      }),
    ]);
    const rows = await test.sql(
      "SELECT metric_name, state, reason FROM infra_v_coverage ORDER BY metric_name",
    );
    const said = Object.fromEntries(
      rows.map(({ metric_name, state, reason }) => [metric_name, [state, reason]]),
    );
    expect(said).toEqual({
      "redis.memory_usage_pct": ["watched", ""],
      "redis.connected_clients": ["learning", "baseline has 9 days of the 14 that it needs"],
      "redis.cpu_usage_pct": ["no_data", "the source did not answer"],
      "redis.cache_hit_rate_pct": ["watched", "part of the day only: limits are judged, statistics are not"],
      "redis.operations_per_second": ["no_data", "not collected"],
      "redis.evicted_keys_per_second": ["no_data", "not collected"],
    });
  });

  it.each([
    [{ traits: ["unsampled"] }, "ec2.cpu_utilization_pct", "left out by the sampling share of the config"],
    [{ traits: [] }, "ec2.ebs_read_bytes_per_second", "only with nitro"],
  ])("says why a metric does not apply: %j", async (part, metric, reason) => {
    await inventory(anInstance("i-0abc", part));
    await scores({ resourceId: "r" });
    await expect(
      test.sql(`SELECT state, reason FROM infra_v_coverage WHERE metric_name = '${metric}'`),
    ).resolves.toEqual([{ state: "not_applicable", reason }]);
  });
});

describe.skipIf(server === undefined)("infra_v_rule_precision", () => {
  it("is the share of told alerts that nobody refuted: two told, one refuted, 50 %", async () => {
    const other = { metric: "rds.read_iops" };
    await test.stores.alerts.apply(epoch, PROVENANCE, {
      upserts: [
        alert(),
        alert(other),
        alert({ direction: "down", openingEvidence: { clauses: ["western_electric_1"] } }),
      ],
      deletes: [],
      actions: [action(), action(other), action({ ...other, action: "refute", actor: "ann" })],
      notifications: [],
    });
    const rows = await test.sql("SELECT * FROM infra_v_rule_precision WHERE alert_count > 0 ORDER BY rule");
    expect(rows).toEqual([
      expect.objectContaining({
        rule: "western_electric_1",
        alert_count: 1,
        told_count: 0,
        precision_pct: null,
      }),
      expect.objectContaining({
        rule: "z_above",
        alert_count: 2,
        told_count: 2,
        refuted_count: 1,
        precision_pct: 50,
      }),
    ]);
  });
});

describe.skipIf(server === undefined)("every view", () => {
  it.each(["utf8mb4_general_ci", "utf8mb4_unicode_520_ci"])(
    "compares its texts with those of a connection whose collation is %s",
    async (collation) => {
      await test.sql(`SET NAMES utf8mb4 COLLATE ${collation}`);
      const columns = await test.sql(
        "SELECT TABLE_NAME AS view_name, COLUMN_NAME AS column_name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE 'infra\\_v\\_%' AND COLLATION_NAME IS NOT NULL",
      );
      expect(columns.length).toBeGreaterThan(80);
      for (const { view_name, column_name } of columns)
        await test.sql(
          `SELECT 1 FROM ${view_name} WHERE ${column_name} = 'x' OR ${column_name} IN ('y', 'z') LIMIT 1`,
        );
    },
  );

  it("is read with its owner's rights, so that a reader needs none on the tables", async () => {
    const rows = await test.sql(
      "SELECT DISTINCT SECURITY_TYPE AS security FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()",
    );
    expect(rows).toEqual([{ security: "DEFINER" }]);
    const name = new URL(test.url).pathname.slice(1);
    await test.sql(`CREATE USER IF NOT EXISTS dashboard IDENTIFIED BY 'dashboard'`);
    await test.sql(`GRANT SELECT ON ${name}.infra_v_open_alert TO dashboard`);
    const url = new URL(test.url);
    url.username = "dashboard";
    url.password = "dashboard";
    const { createConnection } = await import("mysql2/promise");
    const reader = await createConnection(url.href);
    await expect(reader.query("SELECT name FROM infra_v_open_alert")).resolves.toBeDefined();
    await expect(reader.query("SELECT * FROM infra_anomaly_alerts")).rejects.toThrow(/denied/);
    await reader.end();
  });
});
