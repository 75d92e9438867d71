import { addDays, type UtcDay } from "../model/utc-day.ts";
import type { AlertAction, AlertRow } from "../ports/alert-store.ts";
import { lineKey } from "./alert-life.ts";

/**
 * What people said of an alert, or were told: actions of the same series, direction and class whose days overlap or adjoin the alert's. So an
 * opening that late data moved keeps its history and is not told again.
 * @param newestDay - newest scored day: the end of an alert that is still open
 */
export function actionsOn(
  alert: Pick<AlertRow, "resourceId" | "metric" | "direction" | "class" | "openedOn" | "resolvedOn">,
  actionsByLine: ReadonlyMap<string, readonly AlertAction[]>,
  newestDay: UtcDay,
): AlertAction[] {
  const lastDay = alert.resolvedOn === null ? newestDay : addDays(alert.resolvedOn, -1);
  const actions = actionsByLine.get(lineKey(alert)) ?? [];
  return actions.filter(
    (action) => action.openedOn <= addDays(lastDay, 1) && alert.openedOn <= addDays(action.scoredOn, 1),
  );
}

/** Actions by series, direction and class, as {@link actionsOn} looks them up. */
export function byLine(actions: readonly AlertAction[]): Map<string, AlertAction[]> {
  return Map.groupBy(actions, lineKey);
}
