import type { UtcDay } from "../model/utc-day.ts";
import type { AlertAction, AlertKey, AlertRow } from "../ports/alert-store.ts";
import { alertKeyText } from "./alert-life.ts";
import { actionsOn } from "./told.ts";

/**
 * What the table has to become after a fold. An alert that the fold no longer finds is deleted, or `withdrawn` if someone was told of
 * it or acted on it; an open one that someone acknowledged says so, until it becomes
 * more severe.
 * @param stored - alerts that the fold may change, as they are in the table
 */
export function alertChanges(
  folded: readonly AlertRow[],
  stored: readonly AlertRow[],
  actions: ReadonlyMap<string, readonly AlertAction[]>,
  newestDay: UtcDay,
): { upserts: AlertRow[]; deletes: AlertKey[] } {
  const found = new Set(folded.map(alertKeyText));
  const lost = stored.filter((alert) => !found.has(alertKeyText(alert)));
  const isKnownToSomeone = (alert: AlertRow) =>
    alert.state === "withdrawn" || actionsOn(alert, actions, newestDay).length > 0;
  return {
    upserts: [
      ...folded.map((alert) => acknowledged(alert, actionsOn(alert, actions, newestDay))),
      ...lost.filter(isKnownToSomeone).map((alert) => ({ ...alert, state: "withdrawn" as const })),
    ],
    deletes: lost.filter((alert) => !isKnownToSomeone(alert)),
  };
}

function acknowledged(alert: AlertRow, actions: readonly AlertAction[]): AlertRow {
  // Who acknowledged a warning has not said anything of the critical alert that it became.
  const isAcknowledged =
    alert.state === "open" &&
    actions.some(
      ({ action, severity }) =>
        action === "acknowledge" && (severity === "critical" || alert.severity === "warning"),
    );
  return isAcknowledged ? { ...alert, state: "acknowledged" } : alert;
}
