import { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { IS_COMPLETE, RUN_STATE } from "./colours.ts";
import { coverage, notWatched, precision, watchedShare } from "./coverage-panels.ts";
import { linePanel } from "./line-panel.ts";
import { headerLinks, TAG, TO_RUNBOOK, UIDS } from "./links.ts";
import { badFrom, statPanel } from "./stat-panel.ts";
import { tablePanel } from "./table-panel.ts";
import { datasourceVariable, fleetVariables, runbookVariable } from "./variable.ts";

/** Whether the watcher itself is well, and what it does not see. */
export function pipelineDashboard(runbookUrl: string): DashboardBuilder {
  return new DashboardBuilder("Infrastructure: the pipeline itself")
    .uid(UIDS.pipeline)
    .description(
      "Runs, their stages and sources, what is watched and what is not, and how often each rule was right.",
    )
    .tags([TAG])
    .timezone("utc")
    .time({ from: "now-30d", to: "now" })
    .readonly()
    .links(headerLinks())
    .variables([datasourceVariable(), ...fleetVariables(), runbookVariable(runbookUrl)])
    .withPanel(hoursSinceComplete())
    .withPanel(daysBehind())
    .withPanel(watchedShare())
    .withPanel(costOfRange())
    .withPanel(runs())
    .withPanel(sources())
    .withPanel(durations())
    .withPanel(steps())
    .withPanel(coverage())
    .withPanel(notWatched())
    .withPanel(precision());
}

function hoursSinceComplete() {
  return statPanel({
    title: "Since the last COMPLETE run",
    description: "A run that read every source. More than a day: see the runbook.",
    sql: "SELECT TIMESTAMPDIFF(MINUTE, MAX(ended_at), UTC_TIMESTAMP()) / 60 AS since_complete_hours FROM infra_v_run WHERE state = 'COMPLETE' AND is_dry_run = 0",
    unit: "h",
    steps: badFrom(25, 49),
    width: 6,
  });
}

function daysBehind() {
  return statPanel({
    title: "Days behind",
    description: "Whole days from the newest scored day to yesterday.",
    sql: "SELECT DATEDIFF(UTC_DATE(), newest_date) - 1 AS behind_days FROM infra_v_newest_day",
    unit: "d",
    steps: badFrom(1, 2),
    width: 6,
  });
}

function costOfRange() {
  return statPanel({
    title: "Cost of CloudWatch calls",
    description: "Of the runs in the chosen range, from counted calls.",
    sql: "SELECT SUM(cost_usd) AS cost_usd FROM infra_v_run WHERE $__timeFilter(started_at)",
    unit: "currencyUSD",
    steps: [{ value: null, color: "text" }],
    width: 6,
  });
}

function runs() {
  return tablePanel({
    title: "Runs",
    description: "Newest first. PARTIAL: a part failed; nothing that it did not see was changed.",
    columns: [
      { name: "state", title: "State", widthPx: 110, colours: RUN_STATE, links: [TO_RUNBOOK] },
      { name: "started_at", title: "Started, UTC", widthPx: 170 },
      { name: "duration_seconds", title: "Took", widthPx: 90, unit: "s", decimals: 0 },
      { name: "from_date", title: "From", widthPx: 100 },
      { name: "to_date", title: "To", widthPx: 100 },
      { name: "api_call_count", title: "Calls", widthPx: 80 },
      { name: "cost_usd", title: "Cost", widthPx: 80, unit: "currencyUSD", decimals: 2 },
      { name: "warning_count", title: "Warnings", widthPx: 80 },
      { name: "error", title: "Error" },
      { name: "run_id", title: "Run", widthPx: 260 },
      { name: "code_version", title: "Code", widthPx: 120 },
    ],
    from: "FROM infra_v_run WHERE $__timeFilter(started_at) ORDER BY started_at DESC LIMIT 200",
    width: 16,
    height: 10,
    whenEmpty: "No run in this range",
  });
}

function sources() {
  const source = (name: string, title: string) => ({
    name: `${name}_is_complete`,
    title,
    widthPx: 100,
    colours: IS_COMPLETE,
    sql: `MAX(CASE WHEN source = '${name}' THEN is_complete END)`,
  });
  return tablePanel({
    title: "Sources by day",
    description:
      "By the newest day of the runs; a later complete run of a day mends an earlier partial one. Further: the types of the config, from CloudWatch.",
    columns: [
      { name: "to_date", title: "UTC day", widthPx: 100 },
      source("redis", "Prometheus"),
      source("rds", "RDS"),
      source("ec2", "EC2"),
      source("database", "Gateway"),
      source("cloudwatch", "Further"),
    ],
    from: "FROM infra_v_source_day WHERE $__timeFilter(to_date) GROUP BY to_date ORDER BY to_date DESC",
    width: 8,
    height: 10,
    whenEmpty: "No run in this range",
  });
}

function durations() {
  return linePanel({
    title: "Duration of runs",
    description: "Seconds from the opening to the end.",
    sql: "SELECT started_at AS time, duration_seconds FROM infra_v_run WHERE $__timeFilter(started_at) AND is_dry_run = 0 ORDER BY started_at",
    lines: { duration_seconds: "Duration" },
    unit: "s",
    width: 8,
  });
}

function steps() {
  return tablePanel({
    title: "Stages of the newest run",
    description: "Shards that ran beside each other add up.",
    columns: [
      { name: "step", title: "Stage", widthPx: 190 },
      { name: "state", title: "State", widthPx: 90, colours: RUN_STATE },
      { name: "duration_seconds", title: "Took", widthPx: 90, unit: "s", decimals: 1 },
      { name: "in_count", title: "In", widthPx: 80 },
      { name: "out_count", title: "Out", widthPx: 80 },
      { name: "skipped_count", title: "Left out", widthPx: 80 },
      { name: "api_call_count", title: "Calls", widthPx: 80 },
      { name: "error", title: "Error" },
      { name: "warnings", title: "Warnings" },
    ],
    from: "FROM infra_v_run_step WHERE run_id = (SELECT run_id FROM infra_v_run WHERE $__timeFilter(started_at) ORDER BY started_at DESC LIMIT 1) ORDER BY step",
    width: 16,
    height: 8,
    whenEmpty: "No run in this range",
  });
}
