import { describe, expect, it } from "vitest";
import { StageError } from "#core/model/stage-error.ts";
import { addDays } from "#core/model/utc-day.ts";
import type { PageMedia } from "#core/ports/page-media.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import { writeMorningPage } from "#stages/13b-morning-page/run.ts";
import { Event } from "#stages/13b-morning-page/schema.ts";
import { memoryAlerts } from "../../support/memory-alerts.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import { memoryHealth, memoryInventory, memoryScores } from "../../support/memory-stores.ts";
import { aMessage } from "../../support/messages.ts";
import {
  anAction,
  anAlert,
  aResource,
  aRun,
  aScore,
  CONFIG_KEY,
  SHIPPED,
} from "../../support/pipeline-rows.ts";

const TODAY = "2026-11-21";
const FOLDER = "runs/run-1/13b-morning-page/";
const KEY = `${FOLDER}index.html`;
const ok = { state: "ok", counts: { in: 1, out: 1, skipped: 0, calls: 0, units: 0, ms: 5 }, warnings: [] };
const message = (runId: string) => aMessage({ key: `${runId}/notifications/0` });

function world(options: { alerts?: Parameters<typeof memoryAlerts>[0]; rows?: readonly ScoreRow[] } = {}) {
  const archive = memoryArchive();
  archive.put(CONFIG_KEY, [SHIPPED]);
  const stores = {
    alerts: memoryAlerts(options.alerts ?? [anAlert()]),
    scores: memoryScores(),
    health: memoryHealth(),
    inventory: memoryInventory([
      aResource({ resourceId: "r", name: "orders" }),
      aResource({ resourceId: "gone", name: "old-one", status: "gone" }),
    ]),
  };
  stores.alerts.actions = [anAction({ runId: "run-1" })];
  const rows = options.rows ?? [aScore({ date: addDays(TODAY, -1) }), aScore({ date: TODAY, value: 91 })];
  for (const [date, ofDay] of Map.groupBy(rows, (row) => row.date)) stores.scores.days.set(date, ofDay);
  stores.health.days.set(TODAY, [
    {
      date: TODAY,
      resourceId: "r",
      score: 42,
      judgedWeight: 3,
      totalWeight: 3,
      penalties: [{ metric: "rds.cpu_utilization_pct", points: 58 }],
      criticalCount: 1,
      warningCount: 0,
      worstZ: 10,
      worstZMetric: "rds.cpu_utilization_pct",
    },
  ]);
  const painted: number[] = [];
  const media: PageMedia = {
    paintControlChart: (chart) => {
      painted.push(chart.days.length);
      return "<svg></svg>";
    },
    sha256Base64: () => "hash",
  };
  const write = (part: object = {}) =>
    writeMorningPage(
      Event.parse({
        state: {
          input: {},
          run: aRun(),
          scored: { ...ok, key: "10", recompute: { from: TODAY, to: TODAY } },
          alerts: { ...ok, messages: [message("run-0"), message("run-1")] },
          ...part,
        },
      }),
      { archive, stores, media },
    );
  const page = () => archive.documents.get(KEY)?.text ?? "";
  return { archive, stores, painted, write, page };
}

describe("13b-morning-page", () => {
  it("archives a page that a browser shows, and answers where it is", async () => {
    const { archive, write, page } = world();
    expect(await write()).toMatchObject({ state: "ok", address: `memory:${KEY}` });
    expect(archive.documents.get(KEY)?.contentType).toBe("text/html; charset=utf-8");
    expect(page()).toContain("orders, cpu utilization 91\u00a0%");
  });

  it("adds the address to the messages of its own run only", async () => {
    const { messages } = await world().write();
    expect(messages.map(({ body }) => body.includes(`memory:${KEY}`))).toEqual([false, true]);
    expect(messages[1]).toMatchObject({ key: "run-1/notifications/0", subject: "S" });
  });

  it("draws what was told as a notification, and not what is held back or statistical", async () => {
    const alerts = [
      anAlert(),
      anAlert({ resourceId: "digest", class: "condition" }),
      anAlert({ resourceId: "statistical", class: "statistical" }),
    ];
    const { painted, write, page } = world({ alerts });
    expect(await write()).toMatchObject({ counts: { in: 1, out: 2 } });
    expect(painted).toHaveLength(1);
    expect(page()).not.toContain("statistical");
  });

  it("shows the series with the days that are missing", async () => {
    const rows = [aScore({ date: addDays(TODAY, -4) }), aScore({ date: TODAY })];
    const { painted, write } = world({ rows });
    await write();
    expect(painted).toEqual([5]);
  });

  it("calls new what this run told first", async () => {
    const { stores, write, page } = world();
    await write();
    expect(page()).toContain("new today");
    const known = world();
    known.stores.alerts.actions = [anAction({ runId: "run-0" })];
    await known.write();
    expect(known.page()).not.toContain("new today</span>");
    expect(stores.alerts.outbox).toEqual([]);
  });

  it("shows the earlier alerts of the same series, direction and class", async () => {
    const past = { state: "resolved", resolvedOn: "2026-10-04" } as const;
    const alerts = [
      anAlert(),
      anAlert({ ...past, openedOn: "2026-10-01" }),
      anAlert({ ...past, openedOn: "2026-10-02", direction: "down" }),
    ];
    const { write, page } = world({ alerts });
    await write();
    expect(page()).toContain("2026-10-01: an earlier");
    expect(page()).not.toContain("2026-10-02: an earlier");
  });

  it("leaves resources that are gone out of the fleet", async () => {
    const { write, page } = world();
    await write();
    expect(page()).not.toContain("old-one");
    expect(page()).toContain("under 50: 1;");
  });

  it("archives the reports of what this run saw beside the page, and names them on it", async () => {
    const { archive, write, page } = world();
    const facts = {
      ...{ version: "2.43.0", retentionDays: 15, jobs: ["redis"], targetsUp: 76, targetsDown: 0 },
      instancesByExporter: { node: 0, mysql: 0, postgres: 0, mongodb: 0 },
    };
    const answer = await write({ inventory: { ...ok, alarmCount: 7 }, prometheus: { ...ok, facts } });
    expect(answer.warnings).toEqual([]);
    const text = (file: string) => archive.documents.get(`${FOLDER}${file}`);
    expect(text("monitoring_gap_analysis.md")).toEqual({
      contentType: "text/markdown; charset=utf-8",
      text: expect.stringContaining("| CloudWatch | 7 alarms |"),
    });
    expect(text("monitoring_gap_analysis.md")?.text).toContain(
      "| Prometheus | 2.43.0, 15 days kept; jobs: redis;",
    );
    expect(text("monitoring_coverage_matrix.md")?.text).toContain("# Monitoring coverage");
    expect(text("fleet_inventory_report.md")?.text).toContain("on 2026-11-22 (environment prod, run run-1)");
    for (const file of [
      "monitoring_gap_analysis.md",
      "monitoring_coverage_matrix.md",
      "fleet_inventory_report.md",
    ])
      expect(page()).toContain(`href="memory:${FOLDER}${file}"`);
  });

  it("says in the reports what this run did not see, and why", async () => {
    const { archive, write } = world();
    await write({
      inventory: { ...ok, state: "partial", alarmCount: 7 },
      prometheus: { ...ok, state: "failed", facts: null, warnings: ["SourceUnavailable: refused"] },
    });
    const text = archive.documents.get(`${FOLDER}monitoring_gap_analysis.md`)?.text;
    expect(text).toContain("| CloudWatch | not looked at: an account could not be read |");
    expect(text).toContain("| Prometheus | not looked at: SourceUnavailable: refused |");
    expect(text).toContain("| Grafana | not looked at: a run does not ask Grafana");
  });

  it("makes the page and hands the messages on though the reports fail, and warns of it", async () => {
    const { archive, write, page } = world();
    const { writeDocument } = archive;
    archive.writeDocument = async (key, document) => {
      if (key.endsWith(".md")) throw new StageError("ArchiveUnavailable", "slow down");
      return writeDocument(key, document);
    };
    const { state, warnings, messages } = await write();
    expect(state).toBe("ok");
    expect(warnings).toEqual(["the reports of this run could not be made: ArchiveUnavailable: slow down"]);
    expect(messages[1]?.body).toContain(`memory:${KEY}`);
    expect(page()).toContain("could not be made (ArchiveUnavailable: slow down)");
  });

  it("writes the same page when it runs twice", async () => {
    const first = world();
    const second = world();
    await first.write();
    await second.write();
    await second.write();
    expect(second.page()).toBe(first.page());
  });

  it("makes no page of a dry run, which wrote no alerts, and keeps its messages", async () => {
    const { archive, write } = world();
    expect(await write({ run: aRun({ isDryRun: true }) })).toMatchObject({
      state: "skipped",
      address: null,
      messages: [message("run-0"), message("run-1")],
    });
    expect(archive.documents.size).toBe(0);
  });
});
