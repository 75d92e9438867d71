import type { UtcDay } from "../model/utc-day.ts";
import type { AlertAction, AlertRow } from "../ports/alert-store.ts";
import { alertKeyText, lineKey } from "./alert-life.ts";
import { threadOf } from "./thread-of.ts";
import { actionsOn, byLine } from "./told.ts";
import { tellingOf } from "./told-note.ts";

/** A thread of a chat of which nothing is open any more. */
export interface ClosedThread {
  readonly threadId: string;
  /** What people were told of together, as it ended. */
  readonly alerts: readonly AlertRow[];
}

export interface ThreadContext {
  readonly actions: readonly AlertAction[];
  readonly newestDay: UtcDay;
  /** Notifications of a run that could have a thread: further ones were told in short. */
  readonly mostThreads: number;
}

/**
 * The threads that are over by this run: one of their alerts was open before it, and none is after it.
 * @param before - alerts as they were
 * @param after - the same as they are now, new ones beside them
 */
export function closedThreads(
  before: readonly AlertRow[],
  after: readonly AlertRow[],
  context: ThreadContext,
): ClosedThread[] {
  const wasOpen = new Set(before.filter(isOpen).map(alertKeyText));
  const open = new Set(after.filter(isOpen).map(lineKey));
  const said = byLine(context.actions);
  const ended = after.filter((alert) => !isOpen(alert));
  const tellings = new Map(
    ended
      .filter((alert) => wasOpen.has(alertKeyText(alert)))
      .flatMap((alert) => tellingBehind(alert, said, context)),
  );
  return [...tellings.values()].flatMap((together) => {
    const lines = new Set(together.map(lineKey));
    const threadId = threadOf(together);
    if (threadId === null || [...lines].some((line) => open.has(line))) return [];
    return [
      {
        threadId,
        alerts: ended.filter((alert) => lines.has(lineKey(alert)) && wasOpenSince(alert, together)),
      },
    ];
  });
}

/** Everything that was told together with the newest notification of an alert, by that notification's name; none if it had no thread. */
function tellingBehind(
  alert: AlertRow,
  said: ReadonlyMap<string, readonly AlertAction[]>,
  { actions, newestDay, mostThreads }: ThreadContext,
): [string, AlertAction[]][] {
  const newest = actionsOn(alert, said, newestDay).findLast(
    ({ action, note }) => action === "told" && tellingOf(note).kind !== "digest",
  );
  if (newest === undefined || tellingOf(newest.note).number > mostThreads) return [];
  const together = actions.filter(
    ({ action, runId, note }) => action === "told" && runId === newest.runId && note === newest.note,
  );
  return [[`${newest.runId}\n${newest.note}`, together]];
}

/** An earlier alert of the same line had ended before people were told of this thread. */
function wasOpenSince({ resolvedOn }: AlertRow, together: readonly AlertAction[]): boolean {
  return resolvedOn === null || together.some(({ scoredOn }) => resolvedOn > scoredOn);
}

function isOpen({ state }: AlertRow): boolean {
  return state === "open" || state === "acknowledged";
}
