/** |Z| from here on is `warning`: logged and flagged for review. */
const WARNING_SIGMAS = 2;
/** |Z| from here on is `critical`. The band includes its edge, Western Electric rule 1 does not: exactly 3 is critical without WE-1. */
export const CRITICAL_SIGMAS = 3;

/** Band of a Z value, as the specification names them. */
export type Severity = "normal" | "warning" | "critical";

/**
 * `normal` below 2 sigma on either side, `warning` from 2, `critical` from 3.
 *
 * @param z - of a day whose status says that it has one.
 * @throws RangeError if `z` is NaN: a day without Z has a status, not a severity.
 * @example [1.99, -2, 2.99, 3].map(severity) // ["normal", "warning", "warning", "critical"]
 */
export function severity(z: number): Severity {
  if (Number.isNaN(z)) throw new RangeError("severity met NaN: look at the status of the day first");
  const sigmas = Math.abs(z);
  if (sigmas >= CRITICAL_SIGMAS) return "critical";
  return sigmas >= WARNING_SIGMAS ? "warning" : "normal";
}
