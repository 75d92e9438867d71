import type { UtcDay } from "../model/utc-day.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A day as axes and lists show it. @example shortDay("2026-11-03") // "3 Nov" */
export function shortDay(day: UtcDay): string {
  return `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ""}`;
}
