import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { alertId } from "#core/alerting/alert-id.ts";
import { lineKey } from "#core/alerting/alert-life.ts";
import { handler } from "#operations/alerts-operations/handler.ts";
import { Event } from "#operations/alerts-operations/schema.ts";
import { closeStores } from "#runtime/connections/stores.ts";
import {
  dailyRow,
  freshDatabase,
  PROVENANCE,
  startTestServer,
  type TestDatabase,
} from "../../adapters/mysql/test-database.ts";
import { action, alert } from "../../adapters/mysql/test-rows.ts";
import { runCommandLine } from "../../local/command-line/spawned.ts";
import { aResource } from "../../support/pipeline-rows.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const OPEN = alert();
const OTHER = alert({ metric: "rds.read_iops", severity: "critical", openedOn: "2026-11-19" });
const CLOSED = alert({
  openedOn: "2026-11-01",
  state: "resolved",
  resolvedOn: "2026-11-05",
  resolveReason: "recovered",
});
const UNTOLD = alert({ class: "statistical" });
const ID = alertId(OPEN);

let test: TestDatabase;

const call = (event: unknown) => handler(event, {});
const rows = () =>
  test.sql(
    "SELECT action, actor, note, scored_on, expires_on, acted_at FROM infra_alert_action WHERE action <> 'told' ORDER BY id",
  );

describe.skipIf(server === undefined)("the function that people call", () => {
  beforeEach(async () => {
    test = await freshDatabase(server);
    vi.stubEnv("DATABASE_URL", test.url);
    vi.stubEnv("LOG_LEVEL", "silent");
    vi.stubEnv("PIPELINE_NOW", "2026-11-21T09:30:15Z");
    const { epoch } = await test.stores.lease.take("run-1", 600);
    await test.stores.dailyValues.replaceDay(epoch, "run-1", "2026-11-20", [dailyRow()]);
    const resource = aResource({ resourceId: OPEN.resourceId, name: "orders", owner: "payments" });
    await test.stores.inventory.upsert(epoch, "run-1", [resource]);
    await test.stores.alerts.apply(epoch, PROVENANCE, {
      ...{ upserts: [OPEN, OTHER, CLOSED, UNTOLD], deletes: [], notifications: [] },
      actions: [action(), action({ metric: OTHER.metric, openedOn: OTHER.openedOn })],
    });
  });
  afterEach(async () => {
    await closeStores();
    vi.unstubAllEnvs();
    await test.close();
  });

  it("lists what is open, worst first, without what nobody is told of unless asked for", async () => {
    await expect(call({ action: "list" })).resolves.toMatchObject({
      alerts: [
        { id: alertId(OTHER), severity: "critical", since: "2026-11-19" },
        {
          ...{ id: ID, name: "orders", owner: "payments", severity: "warning", toldOn: "2026-11-20" },
          ...{ reasons: ["far above its own past"], acknowledgedBy: null, silencedUntil: null },
        },
      ],
      leftOut: 1,
    });
    const all = await call({ action: "list", all: true });
    expect(all).toMatchObject({
      alerts: [{ id: alertId(OTHER) }, ...[ID, alertId(UNTOLD)].toSorted().map((id) => ({ id }))],
      leftOut: 0,
    });
  });

  it("records an acknowledgement once, and shows it with what was told and what came before", async () => {
    const event = { action: "acknowledge", alert: ID, note: " on it; 高 ' \" ", by: "ann" };
    await expect(call(event)).resolves.toMatchObject({
      isRecorded: true,
      alert: { id: ID, acknowledgedBy: "ann" },
    });
    await expect(call(event)).resolves.toMatchObject({ isRecorded: false, alert: { acknowledgedBy: "ann" } });
    expect(await rows()).toEqual([
      {
        ...{ action: "acknowledge", actor: "ann", note: "on it; 高 ' \"", scored_on: "2026-11-20" },
        ...{ expires_on: null, acted_at: "2026-11-21 09:30:15" },
      },
    ]);
    const shown = await call({ action: "show", alert: ID });
    expect(shown).toMatchObject({
      said: [{ action: "told" }, { action: "acknowledge", actor: "ann" }],
      earlier: [{ id: alertId(CLOSED), resolvedOn: "2026-11-05" }],
    });
  });

  it("silences one alert until a day", async () => {
    await call({ action: "silence", alert: ID, note: "load test", by: "ann", until: "2026-11-30" });
    await expect(call({ action: "list" })).resolves.toMatchObject({
      alerts: [{ silencedUntil: null }, { silencedUntil: "2026-11-30" }],
    });
  });

  it("counts a refuted alert against the rule that raised it: 2 of 2 right before, 1 of 2 after", async () => {
    const precision = async () =>
      (await test.sql("SELECT * FROM infra_v_rule_precision WHERE rule = 'z_above'"))[0];
    const before = await precision();
    expect(before).toMatchObject({ told_count: 2, refuted_count: 0, precision_pct: 100 });
    await call({ action: "refute", alert: ID, note: "monthly report", by: "ann" });
    expect(await precision()).toMatchObject({ told_count: 2, refuted_count: 1, precision_pct: 50 });
  });

  it.each([
    ["an alert that nobody knows", { alert: "0000000000" }, /^there is no alert 0000000000/],
    ["a closed alert", { alert: alertId(CLOSED) }, /closed on 2026-11-05 \(recovered\)/],
  ])("refuses to acknowledge %s, and writes nothing", async (_, part, message) => {
    const event = { action: "acknowledge", note: "on it", by: "ann", ...part };
    await expect(call(event)).rejects.toMatchObject({
      name: "InputInvalid",
      message: expect.stringMatching(message),
    });
    expect(await rows()).toEqual([]);
  });

  it("is what npm run alerts does: what it prints, and how it refuses", async () => {
    const silence = ["silence", "--alert", ID, "--note", "test\u001b[31m", "--by", "ann"];
    const done = await runCommandLine("alerts", [...silence, "--until", "2026-11-30", "--json"]);
    expect(done).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^Silenced: \w{10} /) });
    expect(JSON.parse(done.stdout)).toMatchObject({ action: "silence", isRecorded: true });
    const { exitCode, stdout } = await runCommandLine("alerts", ["show", "--alert", ID]);
    expect([exitCode, stdout.split("\n").slice(0, 2)]).toEqual([
      0,
      [
        `${ID}  warning   orders  rds.cpu_utilization_pct up  since 2026-11-20  far above its own past  [told of 2026-11-20, silenced until 2026-11-30]`,
        `  ${OPEN.resourceId}, owner payments`,
      ],
    ]);
    expect(stdout).toContain("silence by ann until 2026-11-30: test [31m\n");
    const past = await runCommandLine("alerts", [...silence, "--until", "2026-11-20"]);
    expect([past.exitCode, past.stdout]).toEqual([1, ""]);
    expect(past.stderr).toContain("InputInvalid: a silence until 2026-11-20 is over already");
  });
});

describe("an event", () => {
  const full = { action: "silence", alert: ID, note: "n", by: "ann", until: "2026-11-30" };
  const complaint = (part: Record<string, unknown>) =>
    Event.safeParse({ ...full, ...part }).error?.issues.map(({ message }) => message);

  it("is complete", () => {
    expect(Event.parse(full)).toEqual(full);
    expect(Event.parse({ action: "list" })).toEqual({ action: "list", all: false });
  });

  it.each([
    ["no end", { until: undefined }, "a silence must end: say until which day (YYYY-MM-DD)"],
    ["no day", { until: "2026-02-30" }, "a UTC day such as 2026-11-30 is accepted"],
    ["no reason", { note: " " }, "say why"],
    ["a novel", { note: "x".repeat(1001) }, "at most 1000 characters"],
    ["a false name", { by: "pipeline" }, "pipeline is the name of what tells people"],
    ["a long name", { by: "x".repeat(65) }, "at most 64 characters"],
    [
      "another key",
      { alert: lineKey(OPEN) },
      "an alert's id has ten characters of 0-9 and a-v: list shows it",
    ],
  ])("with %s is refused in words", (_, part, message) => {
    expect(complaint(part)).toEqual([message]);
  });
});
