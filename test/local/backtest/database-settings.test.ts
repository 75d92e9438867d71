import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PREDICTION_SETTINGS } from "#core/predict/prediction-settings.ts";
import { databaseSettings } from "#lib/local/backtest/database-settings.ts";
import { SHIPPED } from "../../support/pipeline-rows.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "database-settings-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function settings(text: string, budget: number | null = null) {
  const file = join(folder, "changes.yaml");
  writeFileSync(file, text);
  return databaseSettings({ file, budget }, SHIPPED);
}

describe("the settings of a backtest of the database", () => {
  it("are the pipeline's without a file, and with an empty one", () => {
    expect(databaseSettings({ file: null, budget: null }, SHIPPED)).toEqual({
      config: SHIPPED,
      prediction: PREDICTION_SETTINGS,
    });
    expect(settings("")).toEqual({ config: SHIPPED, prediction: PREDICTION_SETTINGS });
  });

  it("differ in the fields that the file names, and nowhere else", () => {
    const { config, prediction } = settings(`
      metrics: { rds.cpu_utilization_pct: { condition: [{ kind: limit, above: 90 }] } }
      alerts: { notificationsPerDay: 2 }
      prediction: { spikeLimit: 5 }`);
    const cpu = "rds.cpu_utilization_pct";
    const { [cpu]: changed, ...others } = config.metrics;
    const { [cpu]: shipped, ...shippedOthers } = SHIPPED.metrics;
    expect(changed).toEqual({ ...shipped, condition: [{ kind: "limit", above: 90 }] });
    expect(others).toEqual(shippedOthers);
    expect(config.pipeline).toEqual({
      ...SHIPPED.pipeline,
      alerts: { ...SHIPPED.pipeline.alerts, notificationsPerDay: 2 },
    });
    expect(prediction).toEqual({ ...PREDICTION_SETTINGS, spikeLimit: 5 });
  });

  it("have the budget of the command line over that of the file", () => {
    expect(settings("alerts: { notificationsPerDay: 2 }", 0).config.pipeline.alerts.notificationsPerDay).toBe(
      0,
    );
  });

  it.each([
    [
      "a section of the other form",
      "alert: { zAbove: 4 }",
      /alert[\s\S]*accepted are metrics, alerts and prediction/,
    ],
    [
      "a metric that there is not",
      "metrics: { rds.cpu: { unit: percent } }",
      /metrics: the config has no rds\.cpu/,
    ],
    [
      "a clause that there is not",
      "metrics: { rds.read_iops: { condition: [{ kind: never }] } }",
      /rds\.read_iops/,
    ],
    ["a unit that does not fit", "metrics: { rds.read_iops: { unit: bytes } }", /rds\.read_iops\.unit/],
    ["half a notification", "alerts: { notificationsPerDay: 2.5 }", /notificationsPerDay/],
    ["an unknown setting", "prediction: { spikeLimits: 5 }", /spikeLimits/],
    ["no mapping", "- 1", /cannot be laid over/],
    ["no YAML", "a: [", /cannot read .*changes\.yaml as YAML/],
  ])("refuse %s", (_what, text, message) => {
    expect(() => settings(text)).toThrow(message);
    expect(() => settings(text)).toThrow(expect.objectContaining({ name: "InputInvalid" }));
  });
});
