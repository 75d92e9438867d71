import { counted } from "../alerting/counted.ts";
import type { ExporterName } from "../model/prometheus-facts.ts";
import { markdownTable, usd } from "./markdown-table.ts";
import { presentResources } from "./present-resources.ts";
import { pricedServices } from "./priced-services.ts";
import type { ReportFacts, Seen } from "./report-facts.ts";

/** One system that watches, or should: what was seen of it, what it leaves open, and what that costs in blindness. */
export interface GapRow {
  readonly system: string;
  readonly seen: string;
  readonly gap: string;
  readonly blindness: string;
  /** False: nothing is left open. */
  readonly isOpen: boolean;
}

/** The seven rows of the specification's gap table, each from what was seen. */
export function gapRows(facts: ReportFacts): GapRow[] {
  return [
    prometheusRow(facts),
    cloudWatchRow(facts),
    grafanaRow(facts),
    exporterRow(facts, NODE),
    exporterRow(facts, MYSQL),
    exporterRow(facts, POSTGRES),
    exporterRow(facts, MONGODB),
  ];
}

/** {@link gapRows} as a Markdown table. */
export function gapAnalysisTable(facts: ReportFacts): string {
  const head = ["system 系统", "what was seen 现状", "gap 缺口", "what it costs in blindness 盲区"];
  const rows = gapRows(facts).map(({ system, seen, gap, blindness }) => [system, seen, gap, blindness]);
  return [`Seen on ${facts.asOf} (${facts.estate}).\n`, markdownTable(head, rows)].join("\n");
}

/** The table as a document of its own. */
export function gapAnalysisReport(facts: ReportFacts): string {
  return `# Monitoring gap analysis 监控缺口分析\n\n${gapAnalysisTable(facts)}`;
}

function prometheusRow(facts: ReportFacts): GapRow {
  const seen = said(facts.prometheus, ({ version, retentionDays, jobs, targetsUp, targetsDown }) => {
    const kept = retentionDays === null ? "retention not said" : `${retentionDays} days kept`;
    return `${version}, ${kept}; jobs: ${jobs.join(", ") || "none"}; targets: ${targetsUp} up, ${targetsDown} down`;
  });
  const redis = count(facts, "redis");
  const others = beside("redis", facts);
  return {
    system: "Prometheus",
    seen,
    gap: "Knows what its jobs scrape, for as long as it keeps it",
    blindness: `${counted(others, "resource")} beside ${counted(redis, "Redis node")} that it would know nothing of; history beyond its retention cannot be read again`,
    isOpen: true,
  };
}

function cloudWatchRow(facts: ReportFacts): GapRow {
  const alarms = said(facts.alarmCount, (alarmCount) => `${alarmCount} alarms`);
  const isNone = facts.alarmCount.state === "seen" && facts.alarmCount.value === 0;
  const gap = isNone ? "No alarm on any metric of AWS" : "Fixed limits only, where somebody thought of one";
  const covered = beside("redis", facts);
  const blindness = `slow degradation of ${counted(covered, "resource")} below any fixed limit`;
  return { system: "CloudWatch", seen: alarms, gap, blindness, isOpen: true };
}

function grafanaRow({ grafana }: ReportFacts): GapRow {
  const seen = said(grafana, ({ rulesByHealth }) => {
    const rules = Object.entries(rulesByHealth).map(([health, rules]) => `${rules} ${health}`);
    return rules.length === 0 ? "no alert rules" : `alert rules: ${rules.join(", ")}`;
  });
  const broken = grafana.state === "seen" ? (grafana.value.rulesByHealth.error ?? 0) : null;
  const gap = broken === null ? "unknown" : `${broken} rules cannot be evaluated`;
  const blindness = broken === 0 ? "none" : "a rule in error tells nobody, and looks like silence";
  return { system: "Grafana", seen, gap, blindness, isOpen: broken !== 0 };
}

interface Exporter {
  readonly name: ExporterName;
  readonly title: string;
  readonly type: string;
  readonly engines: readonly string[] | null;
  readonly blindness: string;
}

const NODE: Exporter = {
  name: "node",
  title: "Node exporter",
  type: "ec2",
  engines: null,
  blindness: "memory, file systems and load inside the host: CloudWatch sees the machine from outside",
};
const MYSQL: Exporter = {
  name: "mysql",
  title: "MySQL exporter",
  type: "rds",
  engines: ["mysql", "mariadb", "aurora-mysql"],
  blindness: "what happens between two snapshots of the gateway, which are 15 minutes apart",
};
const POSTGRES: Exporter = {
  name: "postgres",
  title: "PostgreSQL exporter",
  type: "rds",
  engines: ["postgres", "aurora-postgresql"],
  blindness: "what happens between two snapshots of the gateway, which are 15 minutes apart",
};
const MONGODB: Exporter = {
  name: "mongodb",
  title: "MongoDB exporter",
  type: "documentdb",
  engines: null,
  blindness: "queues, locks and slow operations inside the cluster: CloudWatch sees its host only",
};

function exporterRow(facts: ReportFacts, { name, title, type, engines, blindness }: Exporter): GapRow {
  const concerned = presentResources(facts.resources).filter(
    (resource) => resource.type === type && (engines === null || engines.includes(resource.engine ?? "")),
  ).length;
  const { prometheus } = facts;
  const instances =
    prometheus.state === "seen" ? (prometheus.value.instancesByExporter?.[name] ?? null) : null;
  const seen = said(prometheus, () => {
    if (instances === null) return "not looked at: Prometheus did not answer for it";
    return instances === 0 ? "absent: Prometheus has none of its metrics" : `${instances} instances`;
  });
  const without = instances === null ? null : Math.max(0, concerned - instances);
  const service = pricedServices(facts).find((one) => one.type === type);
  const cost = service === undefined ? "" : ` (${service.title} cost ${usd(service.usdPerMonth)} a month)`;
  return {
    system: title,
    seen,
    gap: `${without ?? "unknown"} of ${concerned} ${type} resources without it`,
    blindness: `${blindness}${cost}`,
    isOpen: concerned > 0 && without !== 0,
  };
}

function count({ resources }: ReportFacts, wanted: string): number {
  return presentResources(resources).filter(({ type }) => type === wanted).length;
}

function beside(left: string, { resources }: ReportFacts): number {
  return presentResources(resources).filter(({ type }) => type !== left).length;
}

function said<Value>(seen: Seen<Value>, words: (value: Value) => string): string {
  return seen.state === "seen" ? words(seen.value) : `not looked at: ${seen.why}`;
}
