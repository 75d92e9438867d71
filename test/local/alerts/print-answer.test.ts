import { describe, expect, it } from "vitest";
import { alertLine, type LineContext } from "#core/alerting/alert-line.ts";
import { byLine } from "#core/alerting/told.ts";
import { answerLines } from "#lib/local/alerts/print-answer.ts";
import { anAction, anAlert, aResource, SHIPPED } from "../../support/pipeline-rows.ts";

const context: LineContext = {
  newestDay: "2026-11-21",
  resources: new Map([[aResource().resourceId, aResource()]]),
  actions: byLine([anAction()]),
};
const line = (part: Parameters<typeof anAlert>[0] = {}) => alertLine(anAlert(part), context);

describe("the list of alerts", () => {
  it("has what people were told of before what is only recorded, and counts both", () => {
    const alerts = [line({ metric: "rds.read_iops" }), line()];
    const lines = answerLines({ action: "list", alerts, leftOut: 2 }, {});
    expect(lines.map((one) => one.replace(/^\w{10} .*?(rds\.\w+) .*/, "$1"))).toEqual([
      "Told to people (1):",
      "rds.cpu_utilization_pct",
      "",
      "Recorded, told to nobody so far (1):",
      "rds.read_iops",
      "",
      "2 more that are never told (class statistical): --all lists them.",
    ]);
  });

  it("says that there is none", () => {
    expect(answerLines({ action: "list", alerts: [], leftOut: 0 }, {})).toEqual(["No open alert."]);
  });
});

describe("one alert", () => {
  const values = (alert: ReturnType<typeof line>, metrics = SHIPPED.metrics) =>
    answerLines({ action: "show", alert, said: [], earlier: [] }, metrics)[2];

  it("has value, unit, range and Z as its message has them", () => {
    expect(values(line())).toBe("  class condition, state open, value 91 %, expected 25 % to 55 %, Z 10");
    const gone = { value: null, expectedLow: null, z: null };
    expect(values(line(gone))).toBe("  class condition, state open, no value, no expected range yet");
  });

  it("has plain numbers for a metric that config no longer has", () => {
    expect(values(line(), {})).toContain("value 91, expected 25 to 55, Z 10");
  });
});
