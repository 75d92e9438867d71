import { StageError } from "../model/stage-error.ts";
import type { AlertRow } from "../ports/alert-store.ts";
import { alertId } from "./alert-id.ts";

/** Alerts that closed longer ago are history: nothing can be said of them any more. */
export const FOUND_DAYS = 92;

/**
 * The alert of an id.
 * @throws StageError InputInvalid if there is none, or more than one
 */
export function findAlert(id: string, alerts: readonly AlertRow[]): AlertRow {
  const found = alerts.filter((alert) => alertId(alert) === id);
  const [alert] = found;
  if (alert === undefined)
    throw new StageError(
      "InputInvalid",
      `there is no alert ${id}: it was never raised, late data moved its opening, or it closed more than ${FOUND_DAYS} days ago; list shows the open ones`,
    );
  if (found.length > 1)
    throw new StageError("InputInvalid", `two alerts have the id ${id}: silence one of them in the config`);
  return alert;
}
