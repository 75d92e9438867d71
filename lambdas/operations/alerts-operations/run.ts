import { lineKey } from "#core/alerting/alert-life.ts";
import { type AlertLine, alertLine, byUrgency, type LineContext } from "#core/alerting/alert-line.ts";
import { FOUND_DAYS, findAlert } from "#core/alerting/find-alert.ts";
import { sayOfAlert } from "#core/alerting/say-of-alert.ts";
import { actionsOn, byLine } from "#core/alerting/told.ts";
import { StageError } from "#core/model/stage-error.ts";
import { addDays } from "#core/model/utc-day.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import type { Stores } from "#core/ports/stores.ts";
import type { Event } from "./schema.ts";

interface Ports {
  readonly stores: Pick<Stores, "alerts" | "inventory" | "dailyValues">;
  /** Now, ISO 8601 UTC. */
  readonly now: () => string;
}

type Said = Pick<
  AlertAction,
  "action" | "scoredOn" | "actedAt" | "actor" | "note" | "expiresOn" | "severity"
>;

/** What the person gets back. */
export type Answer =
  | {
      readonly action: "list";
      readonly alerts: readonly AlertLine[];
      /** Open alerts of class `statistical` that are not among them. */
      readonly leftOut: number;
    }
  | {
      readonly action: "show";
      readonly alert: AlertLine;
      /** What was told and said of it, oldest first. */
      readonly said: readonly Said[];
      /** Earlier alerts of the same series, direction and class, oldest first. */
      readonly earlier: readonly AlertLine[];
    }
  | {
      readonly action: "acknowledge" | "silence" | "refute";
      readonly alert: AlertLine;
      /** False: the same was said before, and nothing was written. */
      readonly isRecorded: boolean;
    };

const EVER = "1970-01-01";

/**
 * Answers what a person asks about alerts, and records what they say. It takes no lease: it appends only, and a run that goes on at the
 * same time heeds it or the next one does.
 * @throws StageError InputInvalid in one sentence if the alert is unknown or closed, or a silence is over or too long
 */
export async function operateAlerts(event: Event, { stores, now }: Ports): Promise<Answer> {
  const context = await contextOf(stores);
  if (event.action === "list") {
    const open = await stores.alerts.openOn(context.newestDay);
    const shown = open.filter((alert) => event.all || alert.class !== "statistical");
    const alerts = shown.map((alert) => alertLine(alert, context)).toSorted(byUrgency);
    return { action: "list", alerts, leftOut: open.length - shown.length };
  }
  const recent = await stores.alerts.notClosedBefore(addDays(context.newestDay, -FOUND_DAYS));
  const alert = findAlert(event.alert, recent);
  if (event.action === "show") return show(alert, await stores.alerts.ofSeries(alert), context);
  const { action, note, by } = event;
  const until = event.action === "silence" ? event.until : null;
  const said = sayOfAlert({ action, note, by, until }, alert, { ...context, now: now() });
  if (said !== null) await stores.alerts.appendAction(said);
  return {
    action,
    alert: alertLine(alert, said === null ? context : await contextOf(stores)),
    isRecorded: said !== null,
  };
}

function show(alert: AlertRow, ofSeries: readonly AlertRow[], context: LineContext): Answer {
  const earlier = ofSeries.filter(
    (one) => lineKey(one) === lineKey(alert) && one.openedOn < alert.openedOn && one.state !== "withdrawn",
  );
  return {
    action: "show",
    alert: alertLine(alert, context),
    said: actionsOn(alert, context.actions, context.newestDay).map(
      ({ action, scoredOn, actedAt, actor, note, expiresOn, severity }) => ({
        ...{ action, scoredOn, actedAt, actor, note, expiresOn, severity },
      }),
    ),
    earlier: earlier.map((one) => alertLine(one, context)),
  };
}

async function contextOf({ alerts, inventory, dailyValues }: Ports["stores"]): Promise<LineContext> {
  const newestDay = await dailyValues.newestDay();
  if (newestDay === null)
    throw new StageError("InputInvalid", "there are no alerts: no run has written a day yet");
  const resources = await inventory.readAll();
  return {
    newestDay,
    resources: new Map(resources.map((resource) => [resource.resourceId, resource])),
    actions: byLine(await alerts.readActions(EVER)),
  };
}
