import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UtcDay } from "#core/model/utc-day.ts";
import { startTestServer } from "../../adapters/mysql/test-database.ts";
import { type Message, type PipelineWorld, startWorld } from "../harness.ts";
import {
  CPU,
  EXTREME_ON,
  idOf,
  MEMORY,
  NEW_SINCE,
  NODE,
  oddEstate,
  SILENT_FROM,
  WEIRD_NAME,
} from "./odd-estate.ts";

const server = await startTestServer();

describe.skipIf(server === undefined)("series that are not like the others", () => {
  let world: PipelineWorld;
  let messages: readonly Message[];
  beforeAll(async () => {
    world = await startWorld(server, { estate: oddEstate(), snapshotDays: [] });
    const run = await world.run({});
    expect(run).toMatchObject({ state: "COMPLETE", error: null });
    messages = run.messages;
  });
  afterAll(async () => {
    await world?.close();
    await server?.stop();
  });

  const scoresOf = (resourceId: string, metric: string, from: UtcDay) =>
    world.sql(
      `SELECT s.*, d.slots_got, d.status FROM infra_anomaly_scores s
       JOIN infra_metric_daily d USING (metric_date, resource_id, metric_name)
       WHERE s.resource_id = '${resourceId}' AND s.metric_name = '${metric}' AND s.metric_date >= '${from}' ORDER BY s.metric_date`,
    );
  const alertsOf = (resourceId: string, metric: string) =>
    world.sql(
      `SELECT class, direction, opened_on, state, severity, resolved_on, resolve_reason FROM infra_anomaly_alerts
       WHERE resource_id = '${resourceId}' AND metric_name = '${metric}' AND class IN ('limit', 'condition') ORDER BY class, opened_on`,
    );

  it("a name with quotes, newline, emoji and markup is stored as it is", async () => {
    const [row] = await world.sql(
      `SELECT name, owner FROM infra_fleet_inventory WHERE resource_id = '${idOf.weird}'`,
    );
    expect(row).toMatchObject({ name: WEIRD_NAME });
  });

  it("the same name is one harmless line in what people are sent", () => {
    const text = messages.map(({ subject, message }) => `${subject}\n${message}`).join("\n");
    expect(text).toContain(`it's "odd" =cmd('x')&‹script›alert(1)‹/script› 🦄 \\ 高 @\u200bhere`);
    expect(text).not.toMatch(/[<>]|@here|^=/m);
    for (const { subject } of messages) expect(subject).not.toMatch(/\p{Cc}/u);
  });

  it("an instance with five days of history is learning, and alerts of nothing", async () => {
    const rows = await scoresOf(idOf.young ?? "", CPU, NEW_SINCE);
    expect(rows.map(({ verdict, n, z }) => [verdict, n, z])).toEqual(
      [0, 1, 2, 3, 4].map((n) => ["learning", n, null]),
    );
    expect(await scoresOf(idOf.young ?? "", CPU, "2026-10-01")).toHaveLength(5);
    expect(await alertsOf(idOf.young ?? "", CPU)).toEqual([]);
  });

  it("a new Redis at 95 % of its memory alerts by the limit, although it is learning", async () => {
    const rows = await scoresOf(NODE, MEMORY, NEW_SINCE);
    expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(["learning"]));
    expect(await alertsOf(NODE, MEMORY)).toMatchObject([
      { class: "limit", direction: "up", opened_on: NEW_SINCE, state: "open", severity: "critical" },
    ]);
  });

  it("a constant series is flat, without a Z", async () => {
    const rows = await scoresOf(idOf.constant ?? "", CPU, "2026-10-29");
    expect(rows.map(({ verdict, z, value }) => [verdict, z, value])).toEqual(
      rows.map(() => ["flat", null, 50]),
    );
    expect(await alertsOf(idOf.constant ?? "", CPU)).toEqual([]);
  });

  it("a series that always has holes is scored by what it has; its empty days are no_data and teach nothing", async () => {
    const rows = await scoresOf(idOf.holes ?? "", CPU, "2026-10-31");
    expect(rows).toMatchObject([
      { metric_date: "2026-10-31", verdict: "normal", n: 29, slots_got: 201 },
      { metric_date: "2026-11-01", verdict: "no_data", z: null, slots_got: 0 },
      { metric_date: "2026-11-02", verdict: "normal", n: 28 },
    ]);
    expect(await alertsOf(idOf.holes ?? "", CPU)).toEqual([]);
  });

  it("an instance that stops every night is scored by its own usual slots, and does not alert", async () => {
    const rows = await scoresOf(idOf.night ?? "", CPU, "2026-10-29");
    expect(rows.map(({ verdict, slots_got }) => [verdict, slots_got])).toEqual(
      rows.map(() => ["normal", 192]),
    );
    expect(rows.every(({ z }) => typeof z === "number")).toBe(true);
    expect(await alertsOf(idOf.night ?? "", CPU)).toEqual([]);
    const others = await world.sql(
      `SELECT DISTINCT verdict FROM infra_anomaly_scores WHERE resource_id = '${idOf.night}' AND metric_date >= '2026-10-29'`,
    );
    expect(others.map(({ verdict }) => verdict)).not.toContain("partial");
  });

  describe("a day later", () => {
    const OPEN = {
      class: "condition",
      direction: "up",
      opened_on: EXTREME_ON,
      state: "open",
      severity: "critical",
    };
    let past: unknown;
    const pastOfDeleted = () =>
      world.sql(
        `SELECT * FROM infra_metric_daily WHERE resource_id = '${idOf.deleted}' AND metric_date <= '2026-11-02' ORDER BY 1, 2, 3`,
      );
    beforeAll(async () => {
      expect(await alertsOf(idOf.silent ?? "", CPU)).toMatchObject([OPEN]);
      expect(await alertsOf(idOf.deleted ?? "", CPU)).toMatchObject([OPEN]);
      past = await pastOfDeleted();
      expect(await world.run({}, { now: "2026-11-04T07:00:00Z" })).toMatchObject({
        error: null,
        to: "2026-11-03",
      });
    });

    it("an instance that fell silent is no_data, and resolves nothing", async () => {
      expect(await scoresOf(idOf.silent ?? "", CPU, SILENT_FROM)).toMatchObject([
        { verdict: "no_data", status: "no_data", value: null, z: null },
      ]);
      expect(await alertsOf(idOf.silent ?? "", CPU)).toMatchObject([OPEN]);
      const [health] = await world.sql(
        `SELECT score FROM infra_health_scores WHERE resource_id = '${idOf.silent}' AND metric_date = '${SILENT_FROM}'`,
      );
      expect(health).toEqual({ score: null });
    });

    it("a deleted instance is gone, keeps its past, and its alert resolves as gone on the day it was last seen", async () => {
      const [inventory] = await world.sql(
        `SELECT status, last_seen FROM infra_fleet_inventory WHERE resource_id = '${idOf.deleted}'`,
      );
      expect(inventory).toEqual({ status: "gone", last_seen: "2026-11-03" });
      expect(await pastOfDeleted()).toEqual(past);
      expect(await alertsOf(idOf.deleted ?? "", CPU)).toMatchObject([
        { opened_on: EXTREME_ON, state: "resolved", resolved_on: "2026-11-03", resolve_reason: "gone" },
      ]);
    });
  });
});
