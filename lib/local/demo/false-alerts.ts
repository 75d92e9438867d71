import { tellingOf } from "#core/alerting/told-note.ts";
import type { UtcDay } from "#core/model/utc-day.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import type { Estate } from "../estate/estate.ts";

/** What healthy resources cost people, per daily run. */
export interface FalseAlerts {
  /** Alerts of a metric's own condition or limit that opened on a scored day of the daily runs. */
  readonly alertsPerDay: number;
  /** Notifications that named a healthy resource. */
  readonly notificationsPerDay: number;
}

/** Counts what was said of resources that have nothing wrong: neither an incident nor a planted limit from the beginning. */
export function falseAlerts(
  estate: Estate,
  found: {
    readonly alerts: readonly AlertRow[];
    readonly told: readonly AlertAction[];
    readonly scoredDays: readonly UtcDay[];
  },
): FalseAlerts {
  const sick = new Set(estate.incidents.map((incident) => incident.resourceId));
  const days = new Set(found.scoredDays);
  const alerts = found.alerts.filter(
    (alert) =>
      alert.class !== "statistical" &&
      alert.state !== "withdrawn" &&
      days.has(alert.openedOn) &&
      !sick.has(alert.resourceId),
  );
  // One that names a healthy resource counts, whoever else is in it.
  const notified = found.told.filter(
    (action) => tellingOf(action.note).kind !== "digest" && !sick.has(action.resourceId),
  );
  const notifications = new Set(notified.map((action) => `${action.runId}\n${action.note}`));
  const perDay = (count: number) =>
    found.scoredDays.length === 0 ? 0 : Math.round((100 * count) / found.scoredDays.length) / 100;
  return { alertsPerDay: perDay(alerts.length), notificationsPerDay: perDay(notifications.size) };
}
