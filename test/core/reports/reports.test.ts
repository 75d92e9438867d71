import { describe, expect, it } from "vitest";
import { coverageMatrixReport } from "#core/reports/coverage-matrix.ts";
import { fleetInventoryReport } from "#core/reports/fleet-inventory.ts";
import { gapAnalysisTable, gapRows } from "#core/reports/gap-analysis.ts";
import { markdownTable, usd } from "#core/reports/markdown-table.ts";
import type { ReportFacts } from "#core/reports/report-facts.ts";
import { metricsOfSignal, SIGNALS } from "#core/reports/signals.ts";
import { anInstance, aRedisNode, aResource, SHIPPED } from "../../support/pipeline-rows.ts";

const WHY = "nobody asked";

function facts(part: Partial<ReportFacts> = {}): ReportFacts {
  return {
    asOf: "2026-11-21",
    estate: "test",
    resources: [aResource(), aRedisNode("n"), anInstance("i"), anInstance("gone", { status: "gone" })],
    config: SHIPPED,
    cost: {
      source: "a bill",
      recordedOn: "2026-11-01",
      services: [
        { title: "EC2", type: "ec2", expected: "1", usdPerMonth: 100 },
        { title: "RDS", type: "rds", expected: null, usdPerMonth: null },
      ],
    },
    alarmCount: { state: "seen", value: 0 },
    prometheus: {
      state: "seen",
      value: {
        version: "2.43.0",
        retentionDays: 15,
        jobs: ["redis"],
        targetsUp: 76,
        targetsDown: 0,
        instancesByExporter: { node: 0, mysql: 1, postgres: 0, mongodb: 0 },
      },
    },
    grafana: { state: "seen", value: { rulesByHealth: { error: 3 } } },
    ...part,
  };
}

/** Cells of the first row that begins with these words. */
function row(markdown: string, begin: string): string[] {
  const line = markdown.split("\n").find((text) => text.startsWith(`| ${begin} |`)) ?? "";
  return line.split(" | ").map((cell) => cell.replaceAll(/^\| | \|$/g, ""));
}

describe("the fleet inventory", () => {
  it("counts what is there, and adds up what is known to cost something", () => {
    const text = fleetInventoryReport(facts());
    expect(row(text, "EC2")).toEqual(["EC2", "1", "1", "$100"]);
    expect(row(text, "**Total**").at(-1)).toBe("**$100**");
    expect(text).toContain("a bill, recorded on 2026-11-01");
  });

  it("counts the members of a group of instances, not the group beside them", () => {
    const members = ["a", "b"].map((name) => anInstance(name, { groupId: "web" }));
    const group = { ...anInstance("web"), resourceId: "group://1/us-east-1/web", type: "ec2group" };
    const ofMembers = facts({ resources: members });
    const withGroup = facts({ resources: [...members, group] });
    for (const report of [fleetInventoryReport, gapAnalysisTable, coverageMatrixReport])
      expect(report(withGroup)).toBe(report(ofMembers));
    expect(row(fleetInventoryReport(withGroup), "**Total**")[1]).toBe("**2**");
  });

  it("shows an unknown cost as unknown, also of a type that nobody gave a price", () => {
    const text = fleetInventoryReport(facts());
    expect(row(text, "RDS")).toEqual(["RDS", "1", "not said", "unknown"]);
    expect(row(text, "redis")).toEqual(["redis", "1", "not said", "unknown"]);
  });

  it("says where nobody gave a price at all, with the types that every fleet has", () => {
    const text = fleetInventoryReport(facts({ cost: null }));
    expect(row(text, "EC2")).toEqual(["EC2", "1", "not said", "unknown"]);
    expect(text).toContain("Nobody said in `config/fleet_cost.yaml` what it costs");
    expect(row(coverageMatrixReport(facts({ cost: null })), "RDS")).not.toEqual([""]);
    expect(row(gapAnalysisTable(facts({ cost: null })), "Node exporter")[3]).toContain(
      "EC2 cost unknown a month",
    );
  });

  it("keeps text from outside text", () => {
    const hostile = anInstance("x", { region: "<b>|\nx", owner: null });
    const text = fleetInventoryReport(facts({ resources: [hostile] }));
    expect(text).toContain("&lt;b>\\| x");
    expect(text).not.toContain("<b>");
  });
});

describe("the coverage matrix", () => {
  it("says of how many resources a signal is watched, and what nobody sees", () => {
    const nitro = anInstance("nitro", { traits: ["nitro"] });
    const text = coverageMatrixReport(facts({ resources: [anInstance("xen"), nitro] }));
    const head = row(text, "type");
    const ec2 = row(text, "EC2");
    const cell = (signal: string) => ec2[head.indexOf(signal)];
    expect(cell("CPU")).toBe("2 of 2");
    expect(cell("storage speed")).toBe("1 of 2");
    expect(cell("memory")).toBe("**no**");
    expect(cell("replication")).toBe("n/a");
    expect(row(text, "RDS")[head.indexOf("CPU")]).toBe("none found");
  });

  it("has a row for every type of the config, and every metric under some signal", () => {
    const text = coverageMatrixReport(facts());
    for (const { title } of Object.values(SHIPPED.resourceTypes)) expect(row(text, title)).not.toEqual([""]);
    const metrics = Object.keys(SHIPPED.metrics);
    const told = new Set(SIGNALS.flatMap(({ name }) => metricsOfSignal(name, metrics)));
    // How many partitions there are is a size, and tells of no signal.
    expect(metrics.filter((name) => !told.has(name))).toEqual(["msk.partitions"]);
  });
});

describe("the gap analysis", () => {
  const SYSTEMS = [
    "Prometheus",
    "CloudWatch",
    "Grafana",
    "Node exporter",
    "MySQL exporter",
    "PostgreSQL exporter",
    "MongoDB exporter",
  ];

  it("has the specification's seven rows, each from what was seen", () => {
    const text = gapAnalysisTable(facts());
    for (const system of SYSTEMS) expect(row(text, system)).toHaveLength(4);
    expect(row(text, "Prometheus")[1]).toBe("2.43.0, 15 days kept; jobs: redis; targets: 76 up, 0 down");
    expect(row(text, "CloudWatch")[1]).toBe("0 alarms");
    expect(row(text, "CloudWatch")[2]).toBe("No alarm on any metric of AWS");
    expect(row(text, "Grafana").slice(1, 3)).toEqual(["alert rules: 3 error", "3 rules cannot be evaluated"]);
    expect(row(text, "MySQL exporter").slice(1, 3)).toEqual([
      "1 instances",
      "0 of 1 rds resources without it",
    ]);
    expect(row(text, "Node exporter")[2]).toBe("1 of 1 ec2 resources without it");
    expect(row(text, "Node exporter")[3]).toContain("EC2 cost $100 a month");
  });

  it("says where nobody looked, instead of a zero", () => {
    const dark = { state: "not_looked_at", why: WHY } as const;
    const text = gapAnalysisTable(facts({ alarmCount: dark, prometheus: dark, grafana: dark }));
    for (const system of SYSTEMS) expect(row(text, system)[1]).toBe(`not looked at: ${WHY}`);
    expect(row(text, "MySQL exporter")[2]).toBe("unknown of 1 rds resources without it");
  });

  it("says where Prometheus answered, but not for its exporters", () => {
    const { prometheus } = facts();
    if (prometheus.state !== "seen") throw new TypeError("the facts have a Prometheus");
    const value = { ...prometheus.value, instancesByExporter: null };
    const text = gapAnalysisTable(facts({ prometheus: { state: "seen", value } }));
    expect(row(text, "Node exporter").slice(1, 3)).toEqual([
      "not looked at: Prometheus did not answer for it",
      "unknown of 1 ec2 resources without it",
    ]);
  });

  it("leaves open what has a gap or might have one, and not what is closed", () => {
    const open = (part: Partial<ReportFacts> = {}) =>
      gapRows(facts(part))
        .filter(({ isOpen }) => isOpen)
        .map(({ system }) => system);
    // One RDS with its exporter, and no DocumentDB at all.
    expect(open()).toEqual(["Prometheus", "CloudWatch", "Grafana", "Node exporter"]);
    expect(open({ grafana: { state: "seen", value: { rulesByHealth: { ok: 3 } } } })).not.toContain(
      "Grafana",
    );
    const dark = { state: "not_looked_at", why: WHY } as const;
    expect(open({ prometheus: dark, grafana: dark })).toEqual([
      ...["Prometheus", "CloudWatch", "Grafana", "Node exporter", "MySQL exporter"],
    ]);
  });
});

describe("Markdown", () => {
  it("tables and dollars are as the examples say", () => {
    expect(markdownTable(["type", "count"], [["rds", "62"]])).toBe(
      "| type | count |\n| --- | --- |\n| rds | 62 |\n",
    );
    expect([usd(49600), usd(null)]).toEqual(["$49,600", "unknown"]);
  });
});
