import type { AlertKey, AlertSeverity } from "../ports/alert-store.ts";
import { alertId } from "./alert-id.ts";

/**
 * The thread in which a chat tells of alerts that are told together: the id of the worst of them, of equally bad ones the first by id. In whatever order
 * they come, they have the same thread.
 * @returns null where there is none
 */
export function threadOf(
  alerts: readonly (AlertKey & { readonly severity: AlertSeverity })[],
): string | null {
  const critical = alerts.filter(({ severity }) => severity === "critical");
  const worst = critical.length === 0 ? alerts : critical;
  return worst.map(alertId).toSorted()[0] ?? null;
}
