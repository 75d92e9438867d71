/** PromQL of a day's statistics, one value per series each. */
export interface DailyExpressions {
  readonly min: string;
  readonly max: string;
  readonly avg: string;
  /** Slots with a value; a series without any is absent. */
  readonly count: string;
  /** Slots with a value above zero; a series without any is absent, and 0 if `count` knows it. */
  readonly countAboveZero: string;
}

/** A day of 5-minute points. Prometheus puts them on multiples of five minutes since 1970, whenever it is asked. */
const DAY_OF_SLOTS = "[1d:5m]";

/**
 * Daily statistics of an expression, to be evaluated one second before midnight: then the subquery's 288 points are those of the day,
 * the same that a range query with {@link sampleWindow} returns. NaN and Inf must be dropped by the expression itself: `avg` has no
 * way to leave them out.
 *
 * @param expression PromQL without placeholders
 * @example dailyExpressions("x").avg // "avg_over_time((x)[1d:5m])"
 */
export function dailyExpressions(expression: string): DailyExpressions {
  const over = (statistic: string, inner: string): string =>
    `${statistic}_over_time((${inner})${DAY_OF_SLOTS})`;
  return {
    min: over("min", expression),
    max: over("max", expression),
    avg: over("avg", expression),
    count: over("count", expression),
    countAboveZero: over("count", `(${expression}) > 0`),
  };
}
