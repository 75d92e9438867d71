import type { Unit } from "../model/metric-definition.ts";
import { grouped } from "./counted.ts";

const SUFFIX: Readonly<Record<Unit, string>> = {
  percent: " %",
  count: "",
  per_second: "/s",
  bytes: "B",
  bytes_per_second: "B/s",
  milliseconds: " ms",
  seconds: " s",
  ratio: "",
  credits: " credits",
};

const BINARY_STEP = 1024;
const BINARY_PREFIXES = ["", "Ki", "Mi", "Gi", "Ti"];
const SIGNIFICANT_DIGITS = 3;

/** A value with its unit, for people. @example formatValue(1536, "bytes") // "1.5 KiB" */
export function formatValue(value: number | null, unit: Unit): string {
  if (value === null) return "no value";
  if (unit !== "bytes" && unit !== "bytes_per_second") return `${rounded(value)}${SUFFIX[unit]}`;
  const exponent = Math.min(
    BINARY_PREFIXES.length - 1,
    Math.max(0, Math.floor(Math.log(Math.max(1, Math.abs(value))) / Math.log(BINARY_STEP))),
  );
  return `${rounded(value / BINARY_STEP ** exponent)} ${BINARY_PREFIXES[exponent] ?? ""}${SUFFIX[unit]}`;
}

/** Three significant digits, thousands apart, never in exponent form. @example rounded(1234.5) // "1,235" */
export function rounded(value: number): string {
  if (Math.abs(value) >= 10 ** (SIGNIFICANT_DIGITS - 1)) return grouped(Math.round(value));
  return String(Number(value.toPrecision(SIGNIFICANT_DIGITS)));
}
