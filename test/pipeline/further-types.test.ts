import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import { SHIPPED } from "../support/pipeline-rows.ts";
import { type PipelineRun, type PipelineWorld, startWorld } from "./harness.ts";
import { DAYS, smallEstate } from "./small-estate.ts";

const server = await startTestServer();

let world: PipelineWorld;
let run: PipelineRun;
beforeAll(async () => {
  if (server === undefined) return;
  // A Prometheus without any Redis would make every run PARTIAL.
  const estate = smallEstate({
    pick: ({ type, name }) => type in SHIPPED.resourceTypes || name === "pricing-cache-002",
  });
  world = await startWorld(server, { estate });
  run = await world.run({});
});
afterAll(async () => {
  await world?.close();
  await server?.stop();
});

describe.skipIf(server === undefined)("types that only config knows go the whole way", () => {
  it("are collected by a stage of their own, at CloudWatch's price", () => {
    const step = run.steps.find((one) => one.step === "05c-collect-cloudwatch");
    // 2 MSK clusters x 2 metrics, 6 brokers x 3, 4 DocumentDB x 5, 2 OpenSearch x 5.
    expect(step).toMatchObject({ state: "ok", apiUnits: 4 + 18 + 20 + 10 });
  });

  it("have a daily value, a verdict and a health of each resource, tagged or not", async () => {
    const rows = await world.sql(
      `SELECT i.type, COUNT(DISTINCT i.resource_id) AS resources, COUNT(DISTINCT h.resource_id) AS healthy, COUNT(s.metric_name) AS series
       FROM infra_fleet_inventory i
       LEFT JOIN infra_health_scores h ON h.resource_id = i.resource_id AND h.metric_date = '2026-11-02' AND h.score IS NOT NULL
       LEFT JOIN infra_anomaly_scores s ON s.resource_id = i.resource_id AND s.metric_date = '2026-11-02'
         AND s.verdict NOT IN ('learning', 'no_data', 'not_available')
       WHERE i.type <> 'redis' GROUP BY i.type ORDER BY i.type`,
    );
    expect(rows.map((row) => [row.type, row.resources, row.healthy, row.series])).toEqual([
      ["documentdb", 4, 4, 20],
      ["msk", 2, 2, 4],
      ["mskbroker", 6, 6, 18],
      ["opensearch", 2, 2, 10],
    ]);
  });

  it("alert: the broker whose disk fills is told of before it is full", async () => {
    const incident = world.estate.incidents.find(({ kind }) => kind === "disk_filling");
    const alerts = await world.sql(
      `SELECT metric_name FROM infra_anomaly_alerts
       WHERE state = 'open' AND class <> 'statistical' AND resource_id = '${incident?.resourceId ?? ""}'`,
    );
    expect(alerts.map((row) => row.metric_name)).toContain("mskbroker.data_disk_used_pct");
    expect(DAYS.today <= (incident?.impact ?? "")).toBe(true);
  });

  it("are missed when their collector fails, and made good by the next run", async () => {
    const before = await world.dump();
    const failed = await world.run(
      {},
      { inject: [{ stage: "05c-collect-cloudwatch", errors: ["SourceRefused"] }] },
    );
    expect(failed.state).toBe("PARTIAL");
    expect(await world.run({})).toMatchObject({ state: "COMPLETE" });
    expect(await world.dump()).toEqual(before);
  });
});
