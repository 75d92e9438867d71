import type { Silence } from "../model/pipeline-config.ts";
import type { Resource } from "../model/resource.ts";
import { groupMembers } from "../model/resource-group.ts";
import { addDays, type UtcDay } from "../model/utc-day.ts";
import type { AlertAction, AlertRow } from "../ports/alert-store.ts";
import { groupCauses, type NotificationGroup } from "./group-causes.ts";
import { type SilencedAlert, silenceOver } from "./silences.ts";
import { actionsOn } from "./told.ts";
import { ToldBefore } from "./told-before.ts";
import { tellingOf } from "./told-note.ts";
import { usualSpikes } from "./usual-spikes.ts";
import { worthTelling } from "./worth-telling.ts";

export interface Chosen {
  readonly notifications: readonly NotificationGroup[];
  /** Told in one line each: over the budget, or news of a resource that people know of already. */
  readonly digest: readonly NotificationGroup[];
  /** Open, worth telling, and not told because somebody asked for it. */
  readonly silenced: readonly SilencedAlert[];
  /** Open conditions of the specification that nothing else supports. */
  readonly unsupportedCount: number;
}

export interface ChooseOptions {
  readonly newestDay: UtcDay;
  readonly notificationsPerDay: number;
  readonly actions: ReadonlyMap<string, readonly AlertAction[]>;
  /** Alerts of the last {@link HISTORY_DAYS}, closed ones included. */
  readonly history: readonly AlertRow[];
  readonly resources: ReadonlyMap<string, Resource>;
  readonly silences: readonly Silence[];
  /** Alerts that opened before this day were there when monitoring began: they go to the digest. Null once people were told anything. */
  readonly startingFrom: UtcDay | null;
}

/** How far back alerts are looked at to choose what to tell: what is usual in a fleet, and which story an alert goes on with. */
export const HISTORY_DAYS = 60;
/** News of a resource that people heard of within so many days is more of the same and goes to the digest. */
const SAME_RESOURCE_DAYS = 14;

/**
 * What people are told of the alerts that are open on the newest scored day: what is worth it and not known yet, grouped by cause, without what
 * is usual in this fleet or silenced; at most the day's budget, with limits breached or about to be on top, the rest as a digest.
 */
export function chooseNotifications(alerts: readonly AlertRow[], options: ChooseOptions): Chosen {
  const open = alerts.filter(({ state }) => state === "open" || state === "acknowledged");
  const silenced = worthTelling(open).flatMap((alert) => silenceOver(alert, options) ?? []);
  const isSilenced = new Set(silenced.map(({ alert }) => alert));
  const audible = worthTelling(open.filter((alert) => !isSilenced.has(alert)));
  const told = new ToldBefore(options);
  const news = audible.filter((alert) => !told.isKnown(alert));
  const usual = usualSpikes(news, options.history, options.newestDay);
  const groups = groupCauses(worthTelling(news.filter((alert) => !usual.has(alert))), options.resources);
  const unsupportedCount = open.filter(({ class: kind }) => kind === "condition").length;
  const conditionCount = audible.filter(({ class: kind }) => kind === "condition").length;
  return {
    ...withinBudget(
      groups,
      knownResources(
        audible.filter((alert) => told.isKnown(alert)),
        options,
      ),
      options,
    ),
    silenced,
    unsupportedCount: unsupportedCount - conditionCount,
  };
}

/** Resources of alerts that people know and heard of lately. Who heard of a group has heard of its members. */
function knownResources(known: readonly AlertRow[], options: ChooseOptions): Set<string> {
  const since = addDays(options.newestDay, -SAME_RESOURCE_DAYS);
  const isFresh = (alert: AlertRow) =>
    actionsOn(alert, options.actions, options.newestDay).some(
      ({ action, scoredOn, note }) =>
        action === "told" && scoredOn >= since && tellingOf(note).kind === "notification",
    );
  const heardOf = new Set(known.filter(isFresh).map((alert) => alert.resourceId));
  const members = groupMembers([...options.resources.values()]);
  const inHeardGroups = [...heardOf].flatMap((id) => members.get(id) ?? []);
  return heardOf.union(new Set(inHeardGroups.map(({ resourceId }) => resourceId)));
}

function withinBudget(
  groups: readonly NotificationGroup[],
  known: ReadonlySet<string>,
  options: ChooseOptions,
): Pick<Chosen, "notifications" | "digest"> {
  let budget = options.notificationsPerDay - spentToday(options);
  const notifications: NotificationGroup[] = [];
  const digest: NotificationGroup[] = [];
  for (const group of groups) {
    const isNews = !isOld(group, options) && (group.isOutsideBudget || !isMoreOfTheSame(group, known));
    if (isNews && (group.isOutsideBudget || budget > 0)) {
      notifications.push(group);
      if (!group.isOutsideBudget) budget -= 1;
    } else digest.push(group);
  }
  return { notifications, digest };
}

function isOld({ alerts }: NotificationGroup, { startingFrom }: ChooseOptions): boolean {
  return startingFrom !== null && alerts.every((alert) => alert.openedOn < startingFrom);
}

function isMoreOfTheSame({ alerts }: NotificationGroup, known: ReadonlySet<string>): boolean {
  return alerts.every(({ resourceId }) => known.has(resourceId));
}

/** The budget is per newest scored day, not per run: a rerun of the same day may not spend it again. */
function spentToday(options: ChooseOptions): number {
  const counted = [...options.actions.values()].flat().filter(({ action, scoredOn, note }) => {
    const telling = tellingOf(note);
    return (
      action === "told" &&
      scoredOn === options.newestDay &&
      telling.kind !== "digest" &&
      !telling.isOutsideBudget
    );
  });
  return new Set(counted.map(({ runId, note }) => `${runId}\n${note}`)).size;
}
