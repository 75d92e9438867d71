import type { UtcDay } from "../model/utc-day.ts";
import type { AlertAction, AlertRow } from "../ports/alert-store.ts";
import { actionsOn } from "./told.ts";

/** Alerts of one resource that people hear of together, worst first. */
export interface NotificationGroup {
  readonly resourceId: string;
  readonly alerts: readonly AlertRow[];
  /** A breached hard limit is told whatever the budget says. */
  readonly isOutsideBudget: boolean;
}

export interface Chosen {
  readonly notifications: readonly NotificationGroup[];
  /** Told in one line each: over the budget, or news of a resource that people know of already. */
  readonly digest: readonly NotificationGroup[];
}

export interface ChooseOptions {
  readonly newestDay: UtcDay;
  readonly notificationsPerDay: number;
  readonly actions: ReadonlyMap<string, readonly AlertAction[]>;
  /** Alerts that opened before this day were there when monitoring began: they go to the digest. Null once people were told anything. */
  readonly startingFrom: UtcDay | null;
}

/** Marks a `told` action as one of the day's notifications, which count against the budget. */
export const TOLD_AS_NOTIFICATION = "notification";
export const TOLD_AS_DIGEST = "digest";

/**
 * What people are told of the alerts that are open on the newest scored day: grouped by resource, never twice while an alert stays open,
 * `statistical` alerts never by themselves, at most the day's budget with breached hard limits on top, the rest as a digest.
 */
export function chooseNotifications(alerts: readonly AlertRow[], options: ChooseOptions): Chosen {
  const open = alerts.filter(
    (alert) => alert.class !== "statistical" && (alert.state === "open" || alert.state === "acknowledged"),
  );
  const isTold = (alert: AlertRow) =>
    actionsOn(alert, options.actions, options.newestDay).some(({ action }) => action === "told");
  const knownResources = new Set(open.filter(isTold).map((alert) => alert.resourceId));
  const groups = [
    ...Map.groupBy(
      open.filter((alert) => !isTold(alert)),
      (alert) => alert.resourceId,
    ),
  ]
    .map(([resourceId, members]) => groupOf(resourceId, members))
    .toSorted(worstGroupFirst);
  let budget = options.notificationsPerDay - spentToday(options);
  const notifications: NotificationGroup[] = [];
  const digest: NotificationGroup[] = [];
  for (const group of groups) {
    const isOld =
      options.startingFrom !== null &&
      group.alerts.every((alert) => alert.openedOn < (options.startingFrom ?? ""));
    const isNews = !isOld && (group.isOutsideBudget || !knownResources.has(group.resourceId));
    if (isNews && (group.isOutsideBudget || budget > 0)) {
      notifications.push(group);
      if (!group.isOutsideBudget) budget -= 1;
    } else digest.push(group);
  }
  return { notifications, digest };
}

function groupOf(resourceId: string, members: readonly AlertRow[]): NotificationGroup {
  const alerts = members.toSorted(worstAlertFirst);
  return { resourceId, alerts, isOutsideBudget: alerts.some((alert) => alert.class === "limit") };
}

/**
 * The budget is per newest scored day, not per run: a rerun of the same day may not spend it again. What a run told of a resource together
 * with a breached hard limit was outside of it.
 */
function spentToday(options: ChooseOptions): number {
  const told = [...options.actions.values()]
    .flat()
    .filter(({ action, note }) => action === "told" && note === TOLD_AS_NOTIFICATION);
  const today = told.filter((action) => action.scoredOn === options.newestDay);
  const groups = Map.groupBy(today, ({ runId, resourceId }) => `${runId}\n${resourceId}`);
  const counted = [...groups.values()].filter((group) => group.every((action) => action.class !== "limit"));
  return new Set(counted.flat().map((action) => action.resourceId)).size;
}

function worstGroupFirst(a: NotificationGroup, b: NotificationGroup): number {
  const [worstOfA, worstOfB] = [a.alerts[0], b.alerts[0]];
  if (worstOfA === undefined || worstOfB === undefined) return 0;
  return worstAlertFirst(worstOfA, worstOfB);
}

/** Hard limits, then critical, then the farthest from normal; ties by identity, so that the order is always the same. */
export function worstAlertFirst(a: AlertRow, b: AlertRow): number {
  const rank = (alert: AlertRow) =>
    (alert.class === "limit" ? 2 : 0) + (alert.severity === "critical" ? 1 : 0);
  const distance = (alert: AlertRow) => Math.abs(alert.z ?? 0);
  const name = (alert: AlertRow) => `${alert.resourceId}\n${alert.metric}`;
  return rank(b) - rank(a) || distance(b) - distance(a) || (name(a) < name(b) ? -1 : 1);
}
