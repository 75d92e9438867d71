import type { Unit } from "../model/metric-definition.ts";
import type { ControlChart } from "./control-chart.ts";

/** How values are written along an axis: divided, and in which unit that is. */
export interface ChartScale {
  readonly divisor: number;
  /** Empty for plain counts and ratios. */
  readonly unit: string;
}

const PLAIN: Readonly<Record<Unit, string>> = {
  percent: "%",
  count: "",
  per_second: "per second",
  bytes: "B",
  bytes_per_second: "B/s",
  milliseconds: "ms",
  seconds: "s",
  ratio: "",
  credits: "credits",
};
const BINARY_STEP = 1024;
const BINARY_PREFIXES = ["", "Ki", "Mi", "Gi", "Ti"];
const MILLION = 1e6;
/** Below it a value still has digits before the point after the division. */
const LARGEST_PLAIN = 1e5;

/**
 * A scale on which the ticks of an axis are round: bytes by powers of 1,024, large counts in millions.
 * @example scaleFor("bytes", 3 * 1024 ** 2) // { divisor: 1048576, unit: "MiB" }
 */
export function scaleFor(unit: Unit, largest: number): ChartScale {
  if (unit === "bytes" || unit === "bytes_per_second") {
    const power = Math.floor(Math.log(Math.max(1, largest)) / Math.log(BINARY_STEP));
    const exponent = Math.min(BINARY_PREFIXES.length - 1, power);
    return { divisor: BINARY_STEP ** exponent, unit: `${BINARY_PREFIXES[exponent] ?? ""}${PLAIN[unit]}` };
  }
  if (largest >= LARGEST_PLAIN) return { divisor: MILLION, unit: `millions ${PLAIN[unit]}`.trim() };
  return { divisor: 1, unit: PLAIN[unit] };
}

/** The scale of a whole chart: by the largest value in it. */
export function chartScale(chart: ControlChart): ChartScale {
  const drawn = [...chart.values, ...chart.limitValues, ...chart.high, ...chart.limits];
  const largest = drawn.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
  return scaleFor(chart.unit, largest);
}
