import { USD_PER_METRIC_REQUESTED } from "../model/cloudwatch-price.ts";
import type { ShardResult } from "../model/shard.ts";
import { type Counts, capWarnings, NO_COUNTS } from "../model/stage-report.ts";
import type { StepLog } from "../ports/stores.ts";
import type { LoggedReport, MachineState } from "./machine-state.ts";

/** Stages whose billed units are CloudWatch metrics. */
const METERED_STEPS: readonly string[] = ["04-collect-rds", "05-collect-ec2", "05c-collect-cloudwatch"];

/** A log row per stage that left a trace in the state, in the order of the pipeline. */
export function stepLogs(state: MachineState): StepLog[] {
  const { collected, aggregated } = state;
  const rows: (readonly [string, LoggedReport | undefined])[] = [
    ["00-open-run", state.run === undefined ? undefined : { state: "ok", warnings: state.run.warnings }],
    ["01-inventory", state.inventory],
    ["02-prometheus-health", state.prometheus],
    ["03-collect-redis", ofShards(collected?.redis)],
    ["04-collect-rds", ofShards(collected?.rds)],
    ["05-collect-ec2", ofShards(collected?.ec2)],
    ["05b-collect-database", ofShards(collected?.database)],
    ["05c-collect-cloudwatch", ofShards(collected?.cloudwatch)],
    ["06-normalise", ofShards(normalisedOf(aggregated))],
    ["07-aggregate-daily", ofShards(aggregated)],
    ["08-persist-metrics", state.persisted],
    ["09-baseline", state.baseline],
    ["10-score", state.scored],
    ["11-persist-scores", state.scoresPersisted],
    ["12-health-scores", state.health],
    ["13-alerts", state.alerts],
    ["13b-morning-page", state.page],
  ];
  return rows.flatMap(([step, report]) => (report === undefined ? [] : [stepLog(step, report)]));
}

/** Price of everything that the steps were billed for. */
export function totalCostUsd(steps: readonly StepLog[]): number {
  return steps.reduce((total, step) => total + (step.costUsd ?? 0), 0);
}

function stepLog(step: string, report: LoggedReport): StepLog {
  const counts = report.counts ?? NO_COUNTS;
  return {
    step,
    state: report.state,
    startedAt: null,
    endedAt: null,
    durationMs: counts.ms,
    inCount: counts.in,
    outCount: counts.out,
    skippedCount: counts.skipped,
    apiCalls: counts.calls,
    apiUnits: counts.units,
    costUsd: METERED_STEPS.includes(step) ? counts.units * USD_PER_METRIC_REQUESTED : 0,
    warnings: report.warnings ?? [],
    error: report.error ?? null,
  };
}

/** 07's answers with the counts of 06; a shard that failed before 06 ended has none. */
function normalisedOf(aggregated: readonly ShardResult[] | undefined): readonly ShardResult[] | undefined {
  return aggregated?.map((shard) => ({ ...shard, counts: shard.normalised ?? NO_COUNTS }));
}

/** Shards of one stage as one row: the worst state counts; durations add up, because they ran beside each other. */
function ofShards(shards: readonly ShardResult[] | undefined): LoggedReport | undefined {
  if (shards === undefined) return undefined;
  const errors = shards.flatMap((shard) => (shard.error === null ? [] : [`${shard.shard}: ${shard.error}`]));
  const add = (key: keyof Counts) => shards.reduce((total, shard) => total + shard.counts[key], 0);
  return {
    state: worstState(shards),
    counts: {
      in: add("in"),
      out: add("out"),
      skipped: add("skipped"),
      calls: add("calls"),
      units: add("units"),
      ms: add("ms"),
    },
    warnings: capWarnings(errors),
    error: null,
  };
}

function worstState(shards: readonly ShardResult[]): string {
  const states = shards.map((shard) => shard.state);
  if (shards.length === 0) return "skipped";
  if (states.every((state) => state === "failed")) return "failed";
  return states.some((state) => state === "failed" || state === "partial") ? "partial" : "ok";
}
