const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NON_FINITE: ReadonlySet<string> = new Set(["NaN", "+Inf", "-Inf", "Inf"]);

/**
 * A sample's value, which Prometheus sends as text: null for NaN and Inf, undefined for what is no number. Not `Number()` alone, which
 * makes NaN of "+Inf" and 0 of "".
 *
 * @example sampleValue("1.5e+06") // 1500000
 * @example sampleValue("+Inf") // null
 * @example sampleValue("") // undefined
 */
export function sampleValue(text: unknown): number | null | undefined {
  if (typeof text !== "string") {
    return undefined;
  }
  if (NON_FINITE.has(text)) {
    return null;
  }
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}
