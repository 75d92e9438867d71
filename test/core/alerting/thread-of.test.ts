import { describe, expect, it } from "vitest";
import { alertId } from "#core/alerting/alert-id.ts";
import { threadOf } from "#core/alerting/thread-of.ts";
import { anAlert } from "../../support/pipeline-rows.ts";

describe("the thread of alerts that are told together", () => {
  const alerts = ["a", "b", "c"].map((resourceId) =>
    anAlert({ resourceId, severity: resourceId === "c" ? "critical" : "warning" }),
  );

  it("is the worst one's id, in whatever order they come", () => {
    const worst = alertId(anAlert({ resourceId: "c" }));
    expect([threadOf(alerts), threadOf(alerts.toReversed())]).toEqual([worst, worst]);
  });

  it("is the first id of equally bad ones", () => {
    const warnings = alerts.slice(0, 2);
    const first = warnings.map(alertId).toSorted()[0];
    expect([threadOf(warnings), threadOf(warnings.toReversed())]).toEqual([first, first]);
  });

  it("is none where there is no alert", () => {
    expect(threadOf([])).toBeNull();
  });
});
