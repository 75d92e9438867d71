import type { Resource } from "../model/resource.ts";
import type { UtcDay } from "../model/utc-day.ts";
import type { AlertRow } from "../ports/alert-store.ts";
import { clausesOf, numberIn } from "./clauses.ts";
import { URGENT_FORECAST_DAYS } from "./prediction-evidence.ts";

/** Alerts that people hear of together, because one cause explains them; worst first. */
export interface NotificationGroup {
  /**
   * `source`: many resources fell silent on one day. `shared`: many moved alike on one day. `service`: some of one service did.
   * `resource`: one resource.
   */
  readonly cause: "source" | "shared" | "service" | "resource";
  /** The resource to look at first. */
  readonly resourceId: string;
  readonly alerts: readonly AlertRow[];
  /** A breached hard limit, one that will be within three days, and a source that fell silent are told whatever the budget says. */
  readonly isOutsideBudget: boolean;
}

/** So many resources of one account and type whose same metric departs to the same side on one day did not do so by chance. */
const SHARED_RESOURCES = 5;
/** From this share of all resources on a shift is the fleet's: a holiday, a network, a clock. */
const FLEET_SHARE = 0.1;
/** Tags that name the service of a resource. */
const SERVICE_TAGS = ["Service", "service", "Application", "application"] as const;

/**
 * Groups alerts by cause: first what many resources share (all metrics of one day together: a failed source, and apart from it a holiday, a deployment), then
 * what happened to several resources of one service on the same day, then each resource by itself.
 */
export function groupCauses(
  alerts: readonly AlertRow[],
  resources: ReadonlyMap<string, Resource>,
): NotificationGroup[] {
  const since = openingsOf(alerts);
  const shared = sharedShifts(alerts, since, resources);
  const own = alerts.filter((alert) => !shared.has(alert));
  const services = serviceShifts(own, since, resources);
  const inService = new Set(services.flat());
  const left = own.filter((alert) => !inService.has(alert));
  return [
    ...sharedCauses(shared, since),
    ...services.map((members) => groupOf("service", members)),
    ...[...Map.groupBy(left, ({ resourceId }) => resourceId).values()].map((members) =>
      groupOf("resource", members),
    ),
  ].toSorted(worstGroupFirst);
}

/** One group per day of what fell silent together, and one of what moved. */
function sharedCauses(shared: Iterable<AlertRow>, since: (alert: AlertRow) => UtcDay): NotificationGroup[] {
  const causeOf = ({ class: alertClass }: AlertRow) => (alertClass === "silence" ? "source" : "shared");
  return [...Map.groupBy(shared, (alert) => `${causeOf(alert)} ${since(alert)}`).values()].flatMap(
    (members) => members.slice(0, 1).map((first) => groupOf(causeOf(first), members)),
  );
}

/** The day on which something began: a condition began with what supports it, however long it held before. */
function openingsOf(alerts: readonly AlertRow[]): (alert: AlertRow) => UtcDay {
  const side = ({ resourceId, metric, direction }: AlertRow) => [resourceId, metric, direction].join("\n");
  const supports = new Map(
    alerts.filter((alert) => alert.class !== "condition").map((alert) => [side(alert), alert.openedOn]),
  );
  return (alert) =>
    alert.class === "condition" ? (supports.get(side(alert)) ?? alert.openedOn) : alert.openedOn;
}

/** Several resources of one service on the same day, with whatever else is wrong with them. */
function serviceShifts(
  alerts: readonly AlertRow[],
  since: (alert: AlertRow) => UtcDay,
  resources: ReadonlyMap<string, Resource>,
): AlertRow[][] {
  const named = alerts.filter(({ resourceId }) => serviceName(resources.get(resourceId)) !== "");
  const together = Map.groupBy(
    named,
    (alert) => `${since(alert)}\n${serviceName(resources.get(alert.resourceId))}`,
  );
  const taken = new Set<AlertRow>();
  return [...together.values()].flatMap((members) => {
    if (resourceCount(members) < 2) return [];
    const ids = new Set(members.map(({ resourceId }) => resourceId));
    const joined = alerts.filter(
      (alert) => !taken.has(alert) && (members.includes(alert) || ids.has(alert.resourceId)),
    );
    for (const alert of joined) taken.add(alert);
    return joined.length === 0 ? [] : [joined];
  });
}

/** The service that a resource's tags name, else its group; empty if neither is known. */
function serviceName(resource: Resource | undefined): string {
  for (const tag of SERVICE_TAGS) {
    const value = resource?.tags[tag]?.trim();
    if (value) return value;
  }
  return resource?.groupId ?? "";
}

/** What many resources share, and, where a good part of the fleet does, everything else that went the same way on that day. */
function sharedShifts(
  alerts: readonly AlertRow[],
  since: (alert: AlertRow) => UtcDay,
  resources: ReadonlyMap<string, Resource>,
): Set<AlertRow> {
  const kind = (alert: AlertRow) => {
    const resource = resources.get(alert.resourceId);
    return [resource?.accountId, resource?.type, alert.metric, alert.direction, since(alert)].join("\n");
  };
  const way = (alert: AlertRow) => `${alert.direction} ${since(alert)}`;
  const known = alerts.filter(({ resourceId }) => resources.has(resourceId));
  const kinds = [...Map.groupBy(known, kind).values()];
  const shared = kinds.filter((members) => resourceCount(members) >= SHARED_RESOURCES).flat();
  const living = [...resources.values()].filter(({ status }) => status !== "gone").length;
  const fleetWide = new Set(
    [...Map.groupBy(shared, way)].flatMap(([name, members]) =>
      resourceCount(members) >= FLEET_SHARE * living ? [name] : [],
    ),
  );
  return new Set([
    ...shared,
    ...alerts.filter((alert) => alert.class !== "limit" && fleetWide.has(way(alert))),
  ]);
}

function resourceCount(alerts: readonly AlertRow[]): number {
  return new Set(alerts.map(({ resourceId }) => resourceId)).size;
}

function groupOf(cause: NotificationGroup["cause"], members: readonly AlertRow[]): NotificationGroup {
  const alerts = members.toSorted(worstAlertFirst);
  const isOutsideBudget = cause === "source" || alerts.some(isUrgent);
  return { cause, resourceId: alerts[0]?.resourceId ?? "", alerts, isOutsideBudget };
}

function isUrgent({ class: alertClass, evidence }: AlertRow): boolean {
  const isForecast = clausesOf(evidence).includes("forecast");
  const days = numberIn(evidence, "forecastDays") ?? Number.POSITIVE_INFINITY;
  return alertClass === "limit" || (isForecast && days <= URGENT_FORECAST_DAYS);
}

function worstGroupFirst(a: NotificationGroup, b: NotificationGroup): number {
  const [worstOfA, worstOfB] = [a.alerts[0], b.alerts[0]];
  if (worstOfA === undefined || worstOfB === undefined) return 0;
  return worstAlertFirst(worstOfA, worstOfB);
}

const CLASS_RANK: Readonly<Record<AlertRow["class"], number>> = {
  limit: 3,
  silence: 2,
  prediction: 1,
  condition: 0,
  statistical: 0,
};

/** Hard limits, then critical, then what is hardest to explain away, then the farthest from normal; ties by identity. */
export function worstAlertFirst(a: AlertRow, b: AlertRow): number {
  const limit = (alert: AlertRow) => Number(alert.class === "limit");
  const critical = (alert: AlertRow) => Number(alert.severity === "critical");
  const name = (alert: AlertRow) => `${alert.resourceId}\n${alert.metric}\n${alert.class}`;
  return (
    limit(b) - limit(a) ||
    critical(b) - critical(a) ||
    CLASS_RANK[b.class] - CLASS_RANK[a.class] ||
    distance(b) - distance(a) ||
    (name(a) < name(b) ? -1 : 1)
  );
}

function distance({ evidence, z }: AlertRow): number {
  return Math.abs(numberIn(evidence, "residual") ?? z ?? 0);
}
