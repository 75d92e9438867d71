import { expect, it } from "vitest";
import { composeHeartbeat } from "#core/alerting/compose-heartbeat.ts";
import { counted } from "#core/alerting/counted.ts";
import { dayCoverage } from "#core/alerting/day-coverage.ts";
import { anAlert } from "../../support/pipeline-rows.ts";
import { context } from "./messages.ts";

it("counts a series as judged, learning or not seen, whatever its verdict", () => {
  const verdicts = [
    ...(["normal", "warning", "critical", "flat"] as const),
    ...(["learning", "partial", "no_data", "not_available"] as const),
  ];
  expect(dayCoverage(verdicts.map((verdict) => ({ verdict })))).toEqual({
    judged: 4,
    learning: 1,
    notSeen: 3,
  });
});

it("names what stays open, where to look and how to turn it off, in plain sentences", () => {
  const coverage = { judged: 2810, learning: 0, notSeen: 3 };
  const open = [anAlert(), anAlert({ metric: "rds.cpu_utilization_pct", direction: "down" })];
  expect(composeHeartbeat(coverage, 1, context({ open, dashboardUrl: "https://d" }))).toEqual({
    subject: "Nothing to report: 2,810 series judged, 3 not seen",
    body: [
      "Nothing to report: 2,810 series judged, 3 not seen, as of 2026-11-21 (UTC).",
      "2 alerts stay open, 1 of them silenced: told before, or recorded only.",
      "Dashboard: https://d",
      "To get no message on such days, set alerts.heartbeat to false.",
    ].join("\n\n"),
  });
});

it("groups the digits of a count from four on", () => {
  expect([1, 999, 1000, 246_205].map((count) => counted(count, "row"))).toEqual([
    ...["1 row", "999 rows", "1,000 rows", "246,205 rows"],
  ]);
});
