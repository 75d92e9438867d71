/** A year-end run: Thanksgiving is among the daily runs. */
export const DAYS = { firstDay: "2026-08-01", lastDay: "2026-11-22", monitoringStart: "2026-11-01" } as const;
