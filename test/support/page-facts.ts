import { addDays, daysBetween } from "#core/model/utc-day.ts";
import type { Finding, PageFacts, ShownAlert } from "#core/page/page-facts.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import { anAction, anAlert, aResource, aScore, metric } from "./pipeline-rows.ts";

export const TODAY = "2026-11-21";
const FLEET_DAYS = 30;
const SERIES_DAYS = 60;

/** Sixty days that swing around 40 and leave their range on the last one. */
export function aSeries(part: Partial<ScoreRow> = {}): ScoreRow[] {
  return daysBetween(addDays(TODAY, 1 - SERIES_DAYS), TODAY).map((date, index) =>
    aScore({
      date,
      value: date === TODAY ? 91 : 40 + 4 * Math.sin(index),
      ...(date === TODAY ? { z: 10, we1: true, verdict: "critical" } : {}),
      ...part,
    }),
  );
}

export function aShownAlert(part: Partial<ShownAlert> = {}): ShownAlert {
  return {
    alert: anAlert(),
    metric: metric("rds.cpu_utilization_pct"),
    toldAs: "notification",
    isNew: true,
    forecast: null,
    series: aSeries(),
    actions: [anAction()],
    earlier: [],
    ...part,
  };
}

export function aFinding(part: Partial<Finding> = {}): Finding {
  return { resourceId: "r", resource: aResource(), typeTitle: "RDS", alerts: [aShownAlert()], ...part };
}

const NO_VERDICTS = {
  normal: 0,
  warning: 0,
  critical: 0,
  learning: 0,
  flat: 0,
  partial: 0,
  no_data: 0,
  not_available: 0,
};

/** A page with one finding, one healthy resource and a gap. */
export function pageFacts(part: Partial<PageFacts> = {}): PageFacts {
  return {
    run: {
      runId: "daily-20261122",
      from: "2026-11-20",
      to: TODAY,
      startedAt: "2026-11-22T07:00:00.000Z",
      environment: "test",
      configHash: "0123456789abcdef",
      codeVersion: "1.2.3",
      steps: [],
      costUsd: 0.0263,
    },
    today: TODAY,
    metrics: { "rds.cpu_utilization_pct": metric("rds.cpu_utilization_pct") },
    findings: [aFinding()],
    fleetDays: daysBetween(addDays(TODAY, 1 - FLEET_DAYS), TODAY),
    fleet: [
      { resource: aResource(), typeTitle: "RDS", scores: Array(FLEET_DAYS).fill(95), worstMetric: null },
    ],
    coverage: {
      types: [
        {
          type: "rds",
          title: "RDS",
          resources: 1,
          verdicts: { ...NO_VERDICTS, normal: 10, flat: 1, learning: 2, no_data: 3 },
          notApplicable: 4,
          excluded: 0,
        },
      ],
      gaps: [
        {
          metric: "rds.cpu_utilization_pct",
          verdict: "no_data",
          count: 3,
          resources: ["orders"],
          moreResources: 2,
        },
      ],
      stale: [],
    },
    reports: {
      state: "made",
      gaps: [
        {
          system: "Node exporter",
          seen: "absent: Prometheus has none of its metrics",
          gap: "232 of 232 ec2 resources without it",
          blindness: "memory, file systems and load inside the host (EC2 instances cost $18,200 a month)",
          isOpen: true,
        },
        {
          system: "Grafana",
          seen: "alert rules: 3 ok",
          gap: "0 rules in error",
          blindness: "none",
          isOpen: false,
        },
      ],
      documents: [
        { title: "gap analysis", address: "https://archive.example/gaps?a=1&b=2" },
        { title: "monitoring coverage", address: "https://archive.example/coverage" },
        { title: "fleet inventory", address: "https://archive.example/inventory" },
      ],
    },
    isCanaryFound: true,
    dashboardUrl: null,
    runbookUrl: null,
    ...part,
  };
}
