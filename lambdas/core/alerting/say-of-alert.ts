import { LONGEST_SILENCE_DAYS } from "../model/pipeline-config.ts";
import { StageError } from "../model/stage-error.ts";
import { addDays, type UtcDay } from "../model/utc-day.ts";
import type { AlertAction, AlertRow } from "../ports/alert-store.ts";
import type { Instant } from "../ports/provenance.ts";
import { alertId } from "./alert-id.ts";
import { actionsOn } from "./told.ts";

/** What a person says of an alert. `until`: last UTC day of a silence, null for all else. */
export interface Statement {
  readonly action: "acknowledge" | "silence" | "refute";
  readonly note: string;
  readonly by: string;
  readonly until: UtcDay | null;
}

export interface SayContext {
  readonly actions: ReadonlyMap<string, readonly AlertAction[]>;
  readonly newestDay: UtcDay;
  readonly now: Instant;
}

/**
 * The row that records a statement; null if the same person has said the same in the same words, and the alert is no more severe since.
 * A closed alert can be refuted, since that is said of the rule that raised it, but neither acknowledged nor silenced.
 * @throws StageError InputInvalid if that cannot be said of this alert
 */
export function sayOfAlert(said: Statement, alert: AlertRow, context: SayContext): AlertAction | null {
  refuseClosed(said, alert);
  refuseEndless(said, context.now.slice(0, 10));
  const action = actionOf(said, alert, context);
  const own = actionsOn(alert, context.actions, context.newestDay).filter(
    (earlier) => earlier.action === action.action && earlier.actor === action.actor,
  );
  if (own.some((earlier) => isSame(earlier, action))) return null;
  if (own.some(({ actedAt }) => actedAt === action.actedAt))
    throw new StageError(
      "InputInvalid",
      `${said.by} has said something else of alert ${alertId(alert)} within this second: say it again`,
    );
  return action;
}

function refuseClosed({ action }: Statement, alert: AlertRow): void {
  const { state, resolvedOn, resolveReason } = alert;
  if (state === "open" || state === "acknowledged" || (state === "resolved" && action === "refute")) return;
  const end =
    state === "withdrawn"
      ? "was withdrawn: late data took its reason away"
      : `closed on ${resolvedOn ?? "an unknown day"} (${resolveReason ?? "no reason"})`;
  throw new StageError("InputInvalid", `alert ${alertId(alert)} ${end}; there is nothing to ${action}`);
}

function refuseEndless({ action, until }: Statement, today: UtcDay): void {
  if (action !== "silence") return;
  if (until === null)
    throw new StageError("InputInvalid", "a silence must end: say until which day (YYYY-MM-DD)");
  if (until < today)
    throw new StageError("InputInvalid", `a silence until ${until} is over already: today is ${today} (UTC)`);
  const latest = addDays(today, LONGEST_SILENCE_DAYS - 1);
  if (until > latest)
    throw new StageError(
      "InputInvalid",
      `a silence lasts ${LONGEST_SILENCE_DAYS} days at most: until ${latest}, not ${until}`,
    );
}

function actionOf(said: Statement, alert: AlertRow, { newestDay, now }: SayContext): AlertAction {
  const { resourceId, metric, direction, class: alertClass, openedOn, severity, resolvedOn } = alert;
  return {
    ...{ resourceId, metric, direction, class: alertClass, openedOn, severity },
    // Of a closed alert its last day: what is said of it must not count for the one that opened after it.
    scoredOn: resolvedOn === null ? newestDay : addDays(resolvedOn, -1),
    action: said.action,
    actor: said.by,
    note: said.note,
    expiresOn: said.until,
    actedAt: `${now.slice(0, 19)}.000Z`,
    runId: null,
  };
}

function isSame(earlier: AlertAction, action: AlertAction): boolean {
  return (
    earlier.note === action.note &&
    earlier.expiresOn === action.expiresOn &&
    (earlier.severity === action.severity || action.severity === "warning")
  );
}
