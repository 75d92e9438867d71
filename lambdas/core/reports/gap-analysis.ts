import { markdownTable, usd } from "./markdown-table.ts";
import type { ExporterName, ReportFacts, Seen } from "./report-facts.ts";

/** The seven rows of the specification's gap table, each from what was seen, with what the gap costs in blindness. */
export function gapAnalysisTable(facts: ReportFacts): string {
  const rows = [
    prometheusRow(facts),
    cloudWatchRow(facts),
    grafanaRow(facts),
    exporterRow(facts, NODE),
    exporterRow(facts, MYSQL),
    exporterRow(facts, POSTGRES),
    exporterRow(facts, MONGODB),
  ];
  return [
    `Seen on ${facts.asOf} (${facts.estate}).\n`,
    markdownTable(["system 系统", "what was seen 现状", "gap 缺口", "what it costs in blindness 盲区"], rows),
  ].join("\n");
}

function prometheusRow(facts: ReportFacts): string[] {
  const seen = said(facts.prometheus, ({ version, retentionDays, jobs, targetsUp, targetsDown }) => {
    const kept = retentionDays === null ? "retention not said" : `${retentionDays} days kept`;
    return `${version}, ${kept}; jobs: ${jobs.join(", ") || "none"}; targets: ${targetsUp} up, ${targetsDown} down`;
  });
  const redis = count(facts, "redis");
  const others = facts.resources.filter(({ type, status }) => type !== "redis" && status !== "gone").length;
  return [
    "Prometheus",
    seen,
    `Knows what its jobs scrape, for as long as it keeps it`,
    `${others} resources beside ${redis} Redis nodes that it would know nothing of; history beyond its retention cannot be read again`,
  ];
}

function cloudWatchRow(facts: ReportFacts): string[] {
  const alarms = said(facts.alarmCount, (alarmCount) => `${alarmCount} alarms`);
  const isNone = facts.alarmCount.state === "seen" && facts.alarmCount.value === 0;
  const gap = isNone ? "No alarm on any metric of AWS" : "Fixed limits only, where somebody thought of one";
  const covered = facts.resources.filter(({ type, status }) => type !== "redis" && status !== "gone").length;
  return ["CloudWatch", alarms, gap, `slow degradation of ${covered} resources below any fixed limit`];
}

function grafanaRow({ grafana }: ReportFacts): string[] {
  const seen = said(grafana, ({ rulesByHealth }) => {
    const rules = Object.entries(rulesByHealth).map(([health, rules]) => `${rules} ${health}`);
    return rules.length === 0 ? "no alert rules" : `alert rules: ${rules.join(", ")}`;
  });
  const broken = grafana.state === "seen" ? (grafana.value.rulesByHealth.error ?? 0) : null;
  const gap = broken === null ? "unknown" : `${broken} rules cannot be evaluated`;
  return [
    "Grafana",
    seen,
    gap,
    broken === 0 ? "none" : "a rule in error tells nobody, and looks like silence",
  ];
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

function exporterRow(facts: ReportFacts, { name, title, type, engines, blindness }: Exporter): string[] {
  const concerned = facts.resources.filter(
    (resource) =>
      resource.type === type &&
      resource.status !== "gone" &&
      (engines === null || engines.includes(resource.engine ?? "")),
  ).length;
  const { prometheus } = facts;
  const seen = said(prometheus, ({ instancesByExporter }) =>
    instancesByExporter[name] === 0
      ? "absent: Prometheus has none of its metrics"
      : `${instancesByExporter[name]} instances`,
  );
  const instances = prometheus.state === "seen" ? prometheus.value.instancesByExporter[name] : null;
  const without = instances === null ? "unknown" : String(Math.max(0, concerned - instances));
  const service = facts.cost.services.find((one) => one.type === type);
  const cost = service === undefined ? "" : ` (${service.title} cost ${usd(service.usdPerMonth)} a month)`;
  return [title, seen, `${without} of ${concerned} ${type} resources without it`, `${blindness}${cost}`];
}

function count({ resources }: ReportFacts, wanted: string): number {
  return resources.filter(({ type, status }) => type === wanted && status !== "gone").length;
}

function said<Value>(seen: Seen<Value>, words: (value: Value) => string): string {
  return seen.state === "seen" ? words(seen.value) : `not looked at: ${seen.why}`;
}
