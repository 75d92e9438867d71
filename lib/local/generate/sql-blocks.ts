import {
  type Clause,
  DEFAULT_CONDITION,
  type MetricDefinition,
  type MetricsConfig,
} from "#core/model/metric-definition.ts";

const BEGIN = "  -- generated from config/metrics_config.yaml: begin\n";
const END = "  -- generated from config/metrics_config.yaml: end\n";

/** Which file of sql/ holds which relation of constants. */
export const SQL_BLOCKS: Readonly<Record<string, (config: MetricsConfig) => string>> = {
  "05_anomaly_scoring.sql": metricParameters,
  "07_alert_rules.sql": alertThresholds,
};

/**
 * The file with what lies between its markers made anew from the config.
 *
 * @throws Error if the markers are missing.
 */
export function withBlock(sql: string, block: string): string {
  const begin = sql.indexOf(BEGIN);
  const end = sql.indexOf(END);
  if (begin === -1 || end < begin) throw new Error("the markers of the generated block are missing");
  return sql.slice(0, begin + BEGIN.length) + block + sql.slice(end);
}

function metricParameters({ metrics }: MetricsConfig): string {
  const rows = Object.entries(metrics).map(([name, metric]) => [
    ["metric_name", text(name)],
    ["scored_statistic", text(metric.scoredStatistic)],
    ["limit_statistic", text(metric.limitStatistic)],
    ["sigma_floor_absolute", double(metric.sigmaFloor.absolute)],
    ["sigma_floor_relative", double(metric.sigmaFloor.relative)],
    ["roc_threshold_pct", double(metric.rateOfChange.thresholdPct)],
    ["roc_absolute_floor", double(metric.rateOfChange.absoluteFloor)],
    ["health_weight", double(metric.healthWeight)],
  ]);
  return relation(rows);
}

function alertThresholds({ metrics }: MetricsConfig): string {
  const rows = Object.entries(metrics).flatMap(([name, metric]) =>
    clausesOf(metric).map((clause) => {
      const { threshold, rules } = numbersOf(clause);
      return [
        ["metric_name", text(name)],
        ["clause_kind", text(clause.kind)],
        ["threshold", threshold === null ? "NULL" : double(threshold)],
        ["rules", text(rules.join(","))],
      ];
    }),
  );
  return relation(rows);
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

/** Rows of constants; the first one names the columns. */
function relation(rows: readonly string[][][]): string {
  const lines = rows.map((row, index) => {
    const cells = row.map(([name, value]) => (index === 0 ? `${value} AS ${name}` : value));
    return `  ${index === 0 ? "" : "UNION ALL "}SELECT ${cells.join(", ")}\n`;
  });
  return lines.join("");
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A number without exponent would be a DECIMAL, which computes differently. @example double(0.5) // "0.5e0" */
function double(value: number): string {
  const digits = String(value);
  return digits.includes("e") ? digits : `${digits}e0`;
}
