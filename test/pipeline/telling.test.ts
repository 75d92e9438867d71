import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ChatMessage } from "#core/alerting/chat-message.ts";
import { WebhookMessage } from "#core/alerting/webhook-message.ts";
import { handler as operate } from "#operations/alerts-operations/handler.ts";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import type { Row } from "./dump-tables.ts";
import { atRunTime, type Message, type PipelineRun, type PipelineWorld, startWorld } from "./harness.ts";

const server = await startTestServer();

let world: PipelineWorld;
beforeAll(async () => {
  if (server !== undefined) world = await startWorld(server);
});
beforeEach(() => (server === undefined ? undefined : world.reset()));
afterAll(async () => {
  await world?.close();
  await server?.stop();
});

const outbox = () =>
  world.sql(
    "SELECT run_id, subject, sent_at IS NOT NULL AS isSent FROM infra_notification WHERE topic = 'notifications' ORDER BY created_at, run_id",
  );
const toldNow = (): Promise<Row[]> =>
  world.sql(
    "SELECT resource_id, metric_name, class, note FROM infra_alert_action WHERE action = 'told' AND scored_on = '2026-11-02' ORDER BY 1, 2, 3",
  );
const notified = async () =>
  new Set(
    (await toldNow())
      .filter(({ note }) => /^(notification|shared) \d+$/.test(String(note)))
      .map(({ note }) => note),
  );

describe.skipIf(server === undefined)("people", () => {
  it("hear of a day once, however often it is run", async () => {
    const first = await world.run({});
    expect(first.messages).toHaveLength(1);
    const [webhook] = first.webhooks.map(({ message }) => WebhookMessage.parse(JSON.parse(message)));
    expect(webhook).toMatchObject({ runId: first.name, day: "2026-11-02" });
    expect(webhook?.links.page).toContain(first.name);
    const chats = first.chats.map(({ message }) => ChatMessage.parse(JSON.parse(message)));
    expect(chats).toHaveLength(1);
    expect(chats.every(({ content }) => content.nextSteps.at(-1)?.includes(first.name))).toBe(true);
    const told = await toldNow();
    for (const input of [{}, { runDate: "2026-11-02" }, { from: "2026-10-28", to: "2026-11-02" }]) {
      expect((await world.run(input)).messages).toEqual([]);
    }
    expect(await toldNow()).toEqual(told);
  });

  it("answer with the command that the message gives, and the next run heeds it", async () => {
    await world.run({});
    const [message] = await world.sql("SELECT body FROM infra_notification ORDER BY created_at DESC, run_id");
    const [, id] = /npm run alerts -- acknowledge --alert (\w+) /.exec(String(message?.body)) ?? [];
    const shown = async () => operate({ action: "show", alert: id }, {});
    expect(await shown()).toMatchObject({ alert: { state: "open", acknowledgedBy: null } });
    await operate({ action: "acknowledge", alert: id, note: "on it", by: "ann" }, {});
    expect(await shown()).toMatchObject({ alert: { state: "open", acknowledgedBy: "ann" } });
    await world.run({ runDate: "2026-11-02" });
    expect(await shown()).toMatchObject({ alert: { state: "acknowledged", acknowledgedBy: "ann" } });
  });

  it("hear nothing of a backfill, of an old day, or of a run of some sources", async () => {
    await world.sql("DELETE FROM infra_alert_action");
    for (const input of [{ backfillDays: 3 }, { runDate: "2026-10-30" }]) {
      expect((await world.run(input)).messages).toEqual([]);
    }
    expect(await world.sql("SELECT COUNT(*) AS n FROM infra_alert_action")).toEqual([{ n: 0 }]);
  });

  it("get at most the day's budget of resources with hard limits on top, the rest in one digest, and no more by a rerun", async () => {
    await world.sql("DELETE FROM infra_alert_action WHERE class <> 'limit'");
    // One of the day's five is spent already.
    await world.sql(
      `INSERT INTO infra_alert_action (resource_id, metric_name, direction, class, opened_on, scored_on, action, severity, actor, note, acted_at, run_id)
       VALUES ('elsewhere', 'rds.read_iops', 'up', 'prediction', '2026-11-02', '2026-11-02', 'told', 'warning', 'pipeline', 'notification 9', '2026-11-03 06:00:00', 'earlier')`,
    );
    const run = await world.run({});
    expect(run.messages).toHaveLength(1);
    expect((await notified()).size).toBe(5);
    const inDigest = (await toldNow()).filter((row) => row.note === "digest");
    expect(inDigest.length).toBeGreaterThan(0);

    await world.sql("DELETE FROM infra_alert_action WHERE note = 'digest' AND scored_on = '2026-11-02'");
    await world.run({});
    expect((await notified()).size).toBe(5);
    expect((await toldNow()).filter((row) => row.note === "digest")).toEqual(inDigest);
  });

  it("get a message that could not be published with the next run, before that run's own", async () => {
    const down = async () => {
      throw new Error("the topic does not answer");
    };
    const failed = await world.run({}, { publish: down });
    expect(failed).toMatchObject({ state: "COMPLETE", messages: [] });
    expect((await outbox()).at(-1)).toMatchObject({ run_id: failed.name, isSent: 0 });

    await world.setNow(atRunTime("2026-11-04"));
    await world.laySnapshots("2026-11-03");
    await world.sql("DELETE FROM infra_alert_action WHERE class = 'condition' AND resource_id LIKE '%:db:%'");
    const next = await world.run({}, { now: atRunTime("2026-11-04") });
    const rows = await outbox();
    expect(rows.map(({ isSent }) => isSent)).not.toContain(0);
    const waiting = rows.filter((row) => row.run_id === failed.name || row.run_id === next.name);
    expect(next.messages.map(({ subject }) => subject)).toEqual(waiting.map(({ subject }) => subject));
    expect(next.messages.length).toBeGreaterThan(1);
  });

  it("get a message a second time, word for word, where its topic took it and the answer was lost, and no third time", async () => {
    const delivered: Message[] = [];
    const losesTheFirstAnswer = async (message: Message) => {
      delivered.push(message);
      if (delivered.length === 1) throw new Error("connection lost");
    };
    const run = await world.run({}, { publish: losesTheFirstAnswer });
    const [first, ...others] = delivered;
    expect(others.filter(({ message }) => message === first?.message)).toEqual([first]);
    expect(new Set(others.map(({ message }) => message)).size).toBe(others.length);
    expect((await outbox()).at(-1)).toMatchObject({ run_id: run.name, isSent: 1 });
    expect((await world.run({})).messages).toEqual([]);
  });

  it("get each message once where the topic fails at first", async () => {
    let calls = 0;
    const stumbles = async () => {
      calls += 1;
      if (calls < 3) throw new Error("the topic does not answer");
    };
    const run = await world.run({}, { publish: stumbles });
    expect(run.messages).toHaveLength(1);
    expect((await outbox()).at(-1)).toMatchObject({ run_id: run.name, isSent: 1 });
    expect((await world.run({})).messages).toEqual([]);
  });
});

/** What a run says that it did to health and alerts. */
function conclusions({ steps }: PipelineRun): unknown {
  return steps
    .filter(({ step }) => ["10-score", "12-health-scores", "13-alerts"].includes(step))
    .map(({ step, inCount, outCount, skippedCount }) => ({ step, inCount, outCount, skippedCount }));
}

describe.skipIf(server === undefined)("a dry run", () => {
  /** A resource that was there yesterday, with an open alert: today's inventory no longer has it. */
  const withGoneResource = async (): Promise<void> => {
    const [row] = await world.sql(
      "SELECT resource_id FROM infra_anomaly_alerts WHERE state = 'open' AND resource_id LIKE '%:instance/%' LIMIT 1",
    );
    for (const table of [
      "infra_fleet_inventory",
      "infra_anomaly_alerts",
      "infra_anomaly_scores",
      "infra_metric_daily",
    ]) {
      await world.sql(
        `CREATE TEMPORARY TABLE copied SELECT * FROM ${table} WHERE resource_id = '${row?.resource_id}'`,
      );
      await world.sql("UPDATE copied SET resource_id = CONCAT(resource_id, '0')");
      await world.sql(`INSERT INTO ${table} SELECT * FROM copied`);
      await world.sql("DROP TEMPORARY TABLE copied");
    }
  };

  const nothing = async (): Promise<void> => undefined;
  const brokenPrometheus = () => world.servers.setFaults([{ service: "prometheus", kind: "html" }]);

  it.each([
    ["of the last days", {}, nothing],
    ["of a day in the past", { runDate: "2026-10-29" }, nothing],
    ["after a resource was deleted", {}, withGoneResource],
    ["of days that hold better values than Prometheus has now", {}, brokenPrometheus],
  ] as const)("%s changes no table and concludes what the real run does", async (_what, input, prepare) => {
    await prepare();
    const before = await world.dumpEverything();
    const dry = await world.run({ ...input, dryRun: true });
    expect(await world.dumpEverything()).toEqual(before);
    expect(dry.messages).toEqual([]);
    const real = await world.run(input);
    expect(dry.state).toBe(real.state);
    expect(conclusions(dry)).toEqual(conclusions(real));
    expect(dry.result.output).toMatchObject({ alerts: { openAlerts: openAlerts(real) } });
  });

  it("runs beside a real one, whose lease it does not need", async () => {
    await world.sql(
      "UPDATE infra_run_lease SET run_id = 'somebody', expires_at = UTC_TIMESTAMP() + INTERVAL 1 HOUR",
    );
    expect(await world.run({ dryRun: true })).toMatchObject({ state: "COMPLETE" });
  });

  it("that is refused, fails or is stopped leaves no row either", async () => {
    const before = await world.dumpEverything();
    const refused = await world.run({ dryRun: true, runDate: "2030-01-01" });
    expect(refused.result).toMatchObject({ status: "FAILED", error: "InputInvalid" });
    const failed = await world.run(
      { dryRun: true },
      { inject: [{ stage: "09-baseline", errors: ["SourceRefused"] }] },
    );
    expect(failed.result.status).toBe("FAILED");
    const reached = Promise.withResolvers<void>();
    const stopped = world.start(
      { dryRun: true },
      { handlers: { "09-baseline": () => reached.resolve() }, retryIntervalMs: 30 },
    );
    await reached.promise;
    stopped.abort();
    expect((await stopped.ended).result.status).toBe("ABORTED");
    expect(await world.dumpEverything()).toEqual(before);
  });
});

function openAlerts({ result }: PipelineRun): unknown {
  const output: unknown = result.output;
  if (typeof output !== "object" || output === null || !("alerts" in output)) return null;
  const { alerts } = output;
  return typeof alerts === "object" && alerts !== null && "openAlerts" in alerts ? alerts.openAlerts : null;
}

describe.skipIf(server === undefined)("a check", () => {
  const failedLines = async (input: unknown = { check: true }): Promise<string[]> => {
    const before = await world.dumpEverything();
    const run = await world.run(input);
    expect(run.result.status).toBe("SUCCEEDED");
    expect(await world.dumpEverything()).toEqual(before);
    return run.checks.filter(({ ok }) => !ok).map(({ what, detail }) => `${what}: ${detail}`);
  };

  it("names everything that a run needs, with the series and the price of a month", async () => {
    const check = await world.run({ check: true });
    expect(check.checks.map(({ what }) => what)).toEqual([
      "config",
      "archive",
      "database",
      "database rights",
      "run lease",
      "account 111111111111 (production) us-east-1",
      "account 111111111111 (production) us-west-2",
      "account 222222222222 (data) us-east-1",
      "inventory",
      "series and cost",
      "Prometheus",
      "Redis metrics",
      "CloudWatch rds 111111111111 us-east-1",
      "CloudWatch rds 111111111111 us-west-2",
      "CloudWatch rds 222222222222 us-east-1",
      "CloudWatch ec2 111111111111 us-east-1",
      "CloudWatch ec2 111111111111 us-west-2",
      "CloudWatch ec2 222222222222 us-east-1",
      "database snapshots",
    ]);
    expect(check.checks.filter(({ ok }) => !ok)).toEqual([]);
    const line = check.checks.find(({ what }) => what === "series and cost")?.detail ?? "";
    const real = await world.run({});
    const [run] = (await world.log(real.name)).filter(({ step }) => step === "run");
    const series = await world.sql(
      "SELECT COUNT(*) AS n FROM infra_metric_daily WHERE metric_date = '2026-11-02'",
    );
    expect(line).toContain(`${series[0]?.n} series;`);
    expect(line).toContain(`$${(Number(run?.cost_usd) * 30).toFixed(2)} a month`);
  });

  it("reads one metric of each account and region, no more", async () => {
    await world.servers.resetCalls();
    await world.run({ check: true });
    const calls = await world.servers.calls();
    expect(calls["monitoring.GetMetricData"]).toBe(6);
    expect(calls["prometheus.query_range"] ?? 0).toBe(0);
  });

  it("says which account is denied and tries all others", async () => {
    await world.servers.setFaults(
      ["ec2", "rds", "elasticache"].map((service) => ({
        service,
        accountId: "222222222222",
        kind: "deny" as const,
      })),
    );
    expect(await failedLines()).toEqual([
      expect.stringMatching(/^account 222222222222 \(data\) us-east-1: AccessDenied/),
    ]);
  });

  it("says that metrics may not be read where everything else may", async () => {
    await world.servers.setFaults([
      { service: "monitoring", action: "GetMetricData", region: "us-west-2", kind: "deny" },
    ]);
    expect(await failedLines()).toEqual([
      expect.stringMatching(/^CloudWatch rds 111111111111 us-west-2: AccessDenied/),
      expect.stringMatching(/^CloudWatch ec2 111111111111 us-west-2: AccessDenied/),
    ]);
  });

  it("says that Prometheus does not answer, and nothing else where only Redis is asked for", async () => {
    await world.servers.setFaults([{ service: "prometheus", kind: "html" }]);
    const lines = await failedLines({ check: true, only: ["redis"] });
    expect(lines.map((line) => line.split(":")[0])).toEqual(["Prometheus", "Redis metrics"]);
  });

  it("says that the sampler has taken no snapshot", async () => {
    const lines = await failedLines({ check: true, runDate: "2026-10-20" });
    expect(lines).toEqual([
      expect.stringContaining("database snapshots: SourceUnavailable: none is archived of 2026-10-20"),
    ]);
  });

  it("says what is wrong with the database, from the first connection on", async () => {
    const url = process.env.DATABASE_URL;
    process.env.DATABASE_URL = "mysql://nobody:wrong@127.0.0.1:1/test";
    const lines = await failedLines();
    process.env.DATABASE_URL = url;
    expect(lines.map((line) => line.split(":").slice(0, 2).join(":"))).toEqual([
      "database: DatabaseUnavailable",
      "database rights: DatabaseUnavailable",
      "run lease: DatabaseUnavailable",
    ]);
  });

  it("says that the archive or the config cannot be used, and still ends with its table", async () => {
    const { ARCHIVE_URL } = process.env;
    process.env.ARCHIVE_URL = "file:///dev/null/folder";
    const withoutArchive = await failedLines();
    process.env.ARCHIVE_URL = ARCHIVE_URL;
    process.env.CONFIG_DIRECTORY = "/nowhere";
    const withoutConfig = await failedLines();
    delete process.env.CONFIG_DIRECTORY;
    expect(withoutArchive[0]).toMatch(/^archive: ArchiveUnavailable/);
    expect(withoutConfig[0]).toMatch(/^config: ConfigInvalid: metrics_config.yaml cannot be read/);
  });

  it("refuses what a run would refuse", async () => {
    const before = await world.dumpEverything();
    const run = await world.run({ check: true, runDate: "2030-01-01" });
    expect(run.result).toMatchObject({ status: "FAILED", error: "InputInvalid" });
    expect(await world.dumpEverything()).toEqual(before);
  });
});
