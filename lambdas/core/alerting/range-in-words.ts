import type { MetricDefinition } from "../model/metric-definition.ts";
import { formatValue } from "./format-value.ts";

/**
 * The range in which a value was expected, cut to what the metric can be: nobody expects a hit rate of 101 %. Null where there is none yet.
 *
 * @param low - in the unit of the metric, as `high`
 * @example rangeInWords(87, 101, { unit: "percent", validRange: { min: 0, max: 100 } }) // "87 % to 100 %"
 * @example rangeInWords(0, 0, { unit: "count", validRange: { min: 0, max: null } }) // "0"
 */
export function rangeInWords(
  low: number | null,
  high: number | null,
  { unit, validRange }: Pick<MetricDefinition, "unit" | "validRange">,
): string | null {
  if (low === null || high === null) return null;
  const highest = validRange.max === null ? high : Math.min(high, validRange.max);
  const [from, to] = [formatValue(Math.max(low, validRange.min), unit), formatValue(highest, unit)];
  return from === to ? from : `${from} to ${to}`;
}
