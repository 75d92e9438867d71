import {
  type Clause,
  DEFAULT_CONDITION,
  type MetricDefinition,
  type MetricsConfig,
} from "#core/model/metric-definition.ts";
import { type ConstantRow, constantRelation, sqlDouble, sqlDoubleOrNull, sqlText } from "./sql-relation.ts";
import { metricCatalogue, ruleWords } from "./view-blocks.ts";

/** A relation of constants in a file of sql/, between markers that name its origin. */
export interface SqlBlock {
  readonly file: string;
  readonly origin: string;
  readonly text: (config: MetricsConfig) => string;
}

const CONFIG = "config/metrics_config.yaml";

/** Which file of sql/ holds which relations of constants. */
export const SQL_BLOCKS: readonly SqlBlock[] = [
  { file: "02_create_analytics_schema.sql", origin: CONFIG, text: metricCatalogue },
  { file: "02_create_analytics_schema.sql", origin: "the clauses of alerts", text: ruleWords },
  { file: "05_anomaly_scoring.sql", origin: CONFIG, text: metricParameters },
  { file: "07_alert_rules.sql", origin: CONFIG, text: alertThresholds },
];

/**
 * The file with what lies between the markers of one origin made anew.
 *
 * @throws Error if the markers are missing.
 * @example withBlock("  -- generated from x: begin\n  -- generated from x: end\n", "x", "  SELECT 1\n") // the SELECT between the markers
 */
export function withBlock(sql: string, origin: string, block: string): string {
  const beginMarker = `  -- generated from ${origin}: begin\n`;
  const begin = sql.indexOf(beginMarker);
  const end = sql.indexOf(`  -- generated from ${origin}: end\n`);
  if (begin === -1 || end < begin)
    throw new Error(`the markers of the block generated from ${origin} are missing`);
  return sql.slice(0, begin + beginMarker.length) + block + sql.slice(end);
}

function metricParameters({ metrics }: MetricsConfig): string {
  const rows = Object.entries(metrics).map(
    ([name, metric]): ConstantRow => [
      ["metric_name", sqlText(name)],
      ["scored_statistic", sqlText(metric.scoredStatistic)],
      ["limit_statistic", sqlText(metric.limitStatistic)],
      ["sigma_floor_absolute", sqlDouble(metric.sigmaFloor.absolute)],
      ["sigma_floor_relative", sqlDouble(metric.sigmaFloor.relative)],
      ["roc_threshold_pct", sqlDouble(metric.rateOfChange.thresholdPct)],
      ["roc_absolute_floor", sqlDouble(metric.rateOfChange.absoluteFloor)],
      ["health_weight", sqlDouble(metric.healthWeight)],
    ],
  );
  return constantRelation(rows);
}

function alertThresholds({ metrics }: MetricsConfig): string {
  const rows = Object.entries(metrics).flatMap(([name, metric]) =>
    clausesOf(metric).map((clause): ConstantRow => {
      const { threshold, rules } = numbersOf(clause);
      return [
        ["metric_name", sqlText(name)],
        ["clause_kind", sqlText(clause.kind)],
        ["threshold", sqlDoubleOrNull(threshold)],
        ["rules", sqlText(rules.join(","))],
      ];
    }),
  );
  return constantRelation(rows);
}

function clausesOf(metric: MetricDefinition): readonly Clause[] {
  return metric.condition ?? DEFAULT_CONDITION;
}

function numbersOf(clause: Clause): { threshold: number | null; rules: readonly number[] } {
  switch (clause.kind) {
    case "limit":
    case "z_above":
      return { threshold: clause.above, rules: [] };
    case "limit_below":
    case "z_below":
    case "share_of_baseline_below":
      return { threshold: clause.below, rules: [] };
    case "z_beyond":
      return { threshold: clause.beyond, rules: [] };
    case "sustained_above_zero":
      return { threshold: clause.slotShare, rules: [] };
    case "western_electric":
      return { threshold: null, rules: clause.rules };
  }
}
