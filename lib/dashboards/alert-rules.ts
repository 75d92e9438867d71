import type { Query, Rule } from "@grafana/grafana-foundation-sdk/alerting";
import { DATASOURCE_UID } from "./provisioning.ts";

/** A rule of Grafana's own alerting, as its provisioning file writes it: the group gives folder and organisation. */
type ProvisionedRule = Omit<Rule, "orgID" | "folderUID" | "ruleGroup" | "data"> & {
  readonly data: readonly (Omit<Query, "model"> & { readonly model: Readonly<Record<string, unknown>> })[];
};

interface RuleSpec {
  /** Also the heading of its page in the runbook. */
  readonly uid: string;
  readonly title: string;
  readonly summary: string;
  /** Each row is an alert of its own: text columns name it, the one number is compared. */
  readonly sql: string;
  readonly firesAbove: number;
  /** What no row, or a row without a number, means. */
  readonly noDataState: Rule["noDataState"];
  readonly severity: "critical" | "warning";
}

/** The three rules that stand in for the broken ones. They read views, as the dashboards do. */
export const ALERT_RULES: readonly RuleSpec[] = [
  {
    uid: "infra-new-critical-alert",
    title: "A new critical alert",
    summary: "{{ $labels.name }}: {{ $labels.title }} {{ $labels.reason }}",
    sql: "SELECT name, type, owner, account_id, resource_id, title, reason, 1 AS is_new FROM infra_v_open_alert WHERE severity = 'critical' AND state = 'open' AND class <> 'statistical' AND age_days <= 1 AND silenced_until IS NULL",
    firesAbove: 0,
    noDataState: "OK",
    severity: "critical",
  },
  {
    uid: "infra-no-complete-run",
    title: "No COMPLETE run for a day",
    summary: "The newest COMPLETE run ended {{ $values.A.Value }} hours ago: what the dashboards show is old",
    sql: "SELECT TIMESTAMPDIFF(MINUTE, MAX(ended_at), UTC_TIMESTAMP()) / 60 AS since_complete_hours FROM infra_v_run WHERE state = 'COMPLETE' AND is_dry_run = 0",
    // A day and an hour: the daily run itself takes its time, and may be retried.
    firesAbove: 25,
    noDataState: "Alerting",
    severity: "critical",
  },
  {
    uid: "infra-source-partial",
    title: "A source partial for two days",
    summary: "{{ $labels.source }} could not be read completely on two days running",
    sql: "SELECT source, COUNT(*) AS partial_days FROM infra_v_source_day WHERE to_date >= UTC_DATE() - INTERVAL 2 DAY AND is_complete = 0 GROUP BY source",
    firesAbove: 1,
    noDataState: "OK",
    severity: "warning",
  },
];

const EVALUATED_EVERY = "10m";
const GROUP = "infra-monitoring";
const FOLDER = "Infrastructure";
/** Seconds back that a query may look; these look at days by themselves. */
const QUERY_RANGE_SECONDS = 600;

/** Content of the provisioning file. */
export function alertRuleFile(runbookUrl: string): Readonly<Record<string, unknown>> {
  const rules = ALERT_RULES.map((spec) => provisionedRule(spec, runbookUrl));
  return {
    apiVersion: 1,
    groups: [{ orgId: 1, name: GROUP, folder: FOLDER, interval: EVALUATED_EVERY, rules }],
  };
}

function provisionedRule(spec: RuleSpec, runbookUrl: string): ProvisionedRule {
  return {
    uid: spec.uid,
    title: spec.title,
    condition: "B",
    data: [queryOf(spec), thresholdOf(spec)],
    noDataState: spec.noDataState,
    // A rule that cannot be evaluated is an alarm: three rules once stood in ERROR and nobody noticed.
    execErrState: "Alerting",
    for: "0s",
    labels: { severity: spec.severity, project: GROUP },
    annotations: {
      summary: spec.summary,
      runbook_url: `${runbookUrl}#rule-${spec.uid}`,
    },
  };
}

function queryOf({ sql }: RuleSpec): ProvisionedRule["data"][number] {
  return {
    refId: "A",
    datasourceUid: DATASOURCE_UID,
    relativeTimeRange: { from: QUERY_RANGE_SECONDS, to: 0 },
    model: { refId: "A", format: "table", rawQuery: true, editorMode: "code", rawSql: sql },
  };
}

function thresholdOf({ firesAbove }: RuleSpec): ProvisionedRule["data"][number] {
  return {
    refId: "B",
    datasourceUid: "__expr__",
    relativeTimeRange: { from: QUERY_RANGE_SECONDS, to: 0 },
    model: {
      refId: "B",
      type: "threshold",
      expression: "A",
      conditions: [{ evaluator: { type: "gt", params: [firesAbove] } }],
    },
  };
}
