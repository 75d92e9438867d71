import type { MetricDefinition } from "#core/model/metric-definition.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";

/** Columns of 05 and what they are called in TypeScript. */
const FLAGS = {
  is_sigma_floored: "isSigmaFloored",
  we1: "we1",
  we2: "we2",
  we3: "we3",
  we4: "we4",
  roc_exceeded: "rocExceeded",
  review: "review",
} as const;
const NUMBERS = {
  value: "value",
  limit_value: "limitValue",
  above_zero_share: "aboveZeroShare",
  mean: "mean",
  sigma: "sigma",
  z: "z",
  roc: "rocPct",
} as const;

/** What 05 says otherwise than the stages of one series-day. */
export function differencesOf(
  row: Record<string, unknown>,
  own: ScoreRow | undefined,
  metric: MetricDefinition | undefined,
): string[] {
  if (own === undefined) return [`${keyOfRow(row)} is missing`];
  const found: string[] = [];
  const note = (column: string, sql: unknown, ours: unknown) =>
    found.push(`${keyOfRow(row)} ${own.verdict} ${column}: SQL ${sql}, TypeScript ${ours}`);
  if (row.verdict !== own.verdict) note("verdict", row.verdict, own.verdict);
  if (row.n !== own.n) note("n", row.n, own.n);
  if (row.health_weight !== own.healthWeight) note("weight", row.health_weight, own.healthWeight);
  for (const [column, field] of Object.entries(FLAGS)) {
    const flag = own[field] === null ? null : Number(own[field]);
    if (row[column] !== flag) note(column, row[column], flag);
  }
  for (const [column, field] of Object.entries(NUMBERS))
    if (!isClose(row[column], own[field], leastOf(column, metric))) note(column, row[column], own[field]);
  return found;
}

function leastOf(column: string, metric: MetricDefinition | undefined): number {
  if (column === "z") return 1;
  return column === "mean" || column === "sigma" ? (metric?.sigmaFloor.absolute ?? 0) : 0;
}

/**
 * Nine digits, or a thousand millionth of what counts at all: of the sigma floor, of one sigma. The server takes values out of a moving
 * sum, which leaves a residue in the 16th digit of the largest of them.
 */
function isClose(sql: unknown, own: number | null, least: number): boolean {
  if (own === null || sql === null) return sql === own;
  return Math.abs(Number(sql) - own) <= 1e-9 * Math.max(Math.abs(own), least);
}

export function keyOfRow(row: Record<string, unknown>): string {
  return `${row.metric_date} ${row.resource_id} ${row.metric_name}`;
}

export function keyOfScore({
  date,
  resourceId,
  metric,
}: Pick<ScoreRow, "date" | "resourceId" | "metric">): string {
  return `${date} ${resourceId} ${metric}`;
}
