/** Points of one statistic: `t` in epoch seconds, strictly ascending; null where the source sent no number. */
export interface Column {
  readonly t: number[];
  readonly v: (number | null)[];
}

function isWholeAscending(t: unknown[]): t is number[] {
  let previous = Number.NEGATIVE_INFINITY;
  for (const second of t) {
    if (typeof second !== "number" || !(second > previous) || !Number.isInteger(second)) return false;
    previous = second;
  }
  return true;
}

function areNumbers(values: unknown[]): values is number[] {
  return values.every((value) => typeof value === "number");
}

/** Sorted union by timestamp; of two points of one slot the later one in the lists stays. */
function sortedUnion(t: readonly unknown[], v: readonly (number | null)[]): Column {
  const bySecond = new Map<number, number | null>();
  for (const [index, second] of t.entries()) {
    if (typeof second === "number") bySecond.set(Math.round(second), v[index] ?? null);
  }
  const seconds = [...bySecond.keys()].sort((a, b) => a - b);
  return { t: seconds, v: seconds.map((second) => bySecond.get(second) ?? null) };
}

/**
 * A column from one page's lists. Ascending whole seconds with plain numbers, as CloudWatch sends them, are taken as they are,
 * without a copy.
 */
export function columnOf(timestamps: unknown[], values: unknown[]): Column {
  const v = areNumbers(values) ? values : values.map((value) => (typeof value === "number" ? value : null));
  const isPlain = timestamps.length === v.length && isWholeAscending(timestamps);
  return isPlain ? { t: timestamps, v } : sortedUnion(timestamps, v);
}

/** Points of two pages of the same id. */
export function joinColumns(first: Column | undefined, second: Column): Column {
  if (first === undefined || first.t.length === 0) return second;
  if (second.t.length === 0) return first;
  const t = [...first.t, ...second.t];
  const v = [...first.v, ...second.v];
  const isAppended = (first.t.at(-1) ?? 0) < (second.t[0] ?? 0);
  return isAppended ? { t, v } : sortedUnion(t, v);
}

function haveSameTimes(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

/** Columns on one time axis. */
export interface AlignedColumns {
  readonly t: number[];
  readonly columns: (number | null)[][];
}

/**
 * The statistics of a metric on their common time axis; null where one statistic lacks a slot that another has. Normally all have
 * the same slots, and nothing is copied.
 */
export function alignColumns(columns: readonly Column[]): AlignedColumns {
  const first = columns[0]?.t ?? [];
  if (columns.every((column) => haveSameTimes(first, column.t))) {
    return { t: first, columns: columns.map((column) => column.v) };
  }
  const t = [...new Set(columns.flatMap((column) => column.t))].sort((a, b) => a - b);
  return {
    t,
    columns: columns.map((column) => {
      const bySecond = new Map(column.t.map((second, index) => [second, column.v[index] ?? null]));
      return t.map((second) => bySecond.get(second) ?? null);
    }),
  };
}
