import type { MetricDefinition, Unit } from "../model/metric-definition.ts";
import type { Resource } from "../model/resource.ts";
import { addDays, type UtcDay } from "../model/utc-day.ts";
import type { AlertDirection, AlertRow, AlertSeverity } from "../ports/alert-store.ts";
import { acknowledgeCommands } from "./acknowledge-commands.ts";
import { alertId } from "./alert-id.ts";
import { numberIn } from "./clauses.ts";
import { evidenceInWords, explainAlert } from "./explain-alert.ts";
import type { NotificationGroup } from "./group-causes.ts";
import { type SeriesSentence, seriesSentences } from "./series-sentences.ts";

/** Whom a notification is about. Text from AWS, not yet made harmless for any medium. */
export interface ResourceFacts {
  readonly resourceId: string;
  readonly name: string;
  readonly type: string | null;
  readonly accountId: string | null;
  readonly region: string | null;
  readonly owner: string | null;
}

/** Everything that can be said of one alert, in values and not in sentences. */
export interface AlertFacts {
  readonly id: string;
  readonly resourceId: string;
  readonly metric: string;
  readonly title: string;
  readonly unit: Unit | null;
  readonly direction: AlertDirection;
  readonly severity: AlertSeverity;
  readonly value: number | null;
  readonly expectedLow: number | null;
  readonly expectedHigh: number | null;
  readonly z: number | null;
  readonly evidence: readonly string[];
  readonly since: UtcDay;
  readonly forecast: {
    readonly days: number;
    readonly earliestDays: number | null;
    readonly latestDays: number | null;
    readonly limitValue: number | null;
  } | null;
  /** All of it in one sentence. */
  readonly sentence: string;
}

/** What one notification knows; how it looks in an e-mail, in Slack or as JSON is decided elsewhere. */
export interface NotificationFacts {
  readonly cause: NotificationGroup["cause"];
  /** The resource to look at first. */
  readonly resource: ResourceFacts;
  /** Of that resource; worst first. */
  readonly alerts: readonly AlertFacts[];
  /** The same for people: alerts of several classes on one series are one sentence. */
  readonly sentences: readonly SeriesSentence[];
  /** The other resources of a shared cause, worst first; empty where it is about one alone. */
  readonly members: readonly ResourceFacts[];
  /** What else changed on the same days: metrics of the resource, and of its siblings. */
  readonly alsoChanged: readonly string[];
  /** Ready to paste: where the database can be reached, and where only AWS can. */
  readonly acknowledgeCommands: readonly string[];
}

export interface FactsContext {
  /** Which pipeline it is: part of the name of the function that people call. */
  readonly environment: string;
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Every alert that is open now, `statistical` ones included. */
  readonly open: readonly AlertRow[];
}

/** Days between two openings that still are "at that time". */
const SAME_TIME_DAYS = 1;
const MOST_ALSO_CHANGED = 5;

/** Collects the facts of a notification. */
export function notificationFacts(group: NotificationGroup, context: FactsContext): NotificationFacts {
  const own = group.alerts.filter(({ resourceId }) => resourceId === group.resourceId);
  const others = new Set(
    group.alerts.map(({ resourceId }) => resourceId).filter((id) => id !== group.resourceId),
  );
  const [worst] = own;
  return {
    cause: group.cause,
    resource: resourceFacts(group.resourceId, context),
    alerts: own.map((alert) => alertFacts(alert, context)),
    sentences: seriesSentences(own, context.metrics),
    members: [...others].map((resourceId) => resourceFacts(resourceId, context)),
    alsoChanged: worst === undefined ? [] : alsoChanged(worst, group, context),
    acknowledgeCommands: worst === undefined ? [] : acknowledgeCommands(alertId(worst), context.environment),
  };
}

export function alertFacts(alert: AlertRow, { metrics }: Pick<FactsContext, "metrics">): AlertFacts {
  const metric = metrics[alert.metric];
  const days = numberIn(alert.evidence, "forecastDays");
  return {
    id: alertId(alert),
    resourceId: alert.resourceId,
    metric: alert.metric,
    title: metric?.title ?? alert.metric,
    unit: metric?.unit ?? null,
    direction: alert.direction,
    severity: alert.severity,
    value: alert.value,
    expectedLow: alert.expectedLow,
    expectedHigh: alert.expectedHigh,
    z: alert.z,
    evidence: evidenceInWords(alert),
    since: alert.openedOn,
    forecast:
      days === null
        ? null
        : {
            days,
            earliestDays: numberIn(alert.evidence, "forecastEarliestDays"),
            latestDays: numberIn(alert.evidence, "forecastLatestDays"),
            limitValue: numberIn(alert.evidence, "forecastLimitValue"),
          },
    sentence: metric === undefined ? alert.metric : explainAlert(alert, metric),
  };
}

export function resourceFacts(
  resourceId: string,
  { resources }: Pick<FactsContext, "resources">,
): ResourceFacts {
  const resource = resources.get(resourceId);
  return {
    resourceId,
    name: resource?.name ?? resourceId,
    type: resource?.type ?? null,
    accountId: resource?.accountId ?? null,
    region: resource?.region ?? null,
    owner: resource?.owner ?? null,
  };
}

/** Alerts that opened at that time on the resource itself or on its siblings, and that the notification does not name. */
function alsoChanged(worst: AlertRow, group: NotificationGroup, context: FactsContext): string[] {
  const { resources, metrics, open } = context;
  const groupId = resources.get(worst.resourceId)?.groupId ?? null;
  const named = new Set(group.alerts.map(({ resourceId, metric }) => `${resourceId}\n${metric}`));
  const isNear = ({ openedOn }: AlertRow) =>
    openedOn >= addDays(worst.openedOn, -SAME_TIME_DAYS) &&
    openedOn <= addDays(worst.openedOn, SAME_TIME_DAYS);
  const isKin = ({ resourceId }: AlertRow) =>
    resourceId === worst.resourceId || (groupId !== null && resources.get(resourceId)?.groupId === groupId);
  const found = open.filter(
    (alert) => isNear(alert) && isKin(alert) && !named.has(`${alert.resourceId}\n${alert.metric}`),
  );
  const lines = found.map((alert) => {
    const title = metrics[alert.metric]?.title ?? alert.metric;
    const name = resources.get(alert.resourceId)?.name ?? alert.resourceId;
    return `${alert.resourceId === worst.resourceId ? title : `${name}: ${title}`} ${alert.direction}`;
  });
  return [...new Set(lines)].slice(0, MOST_ALSO_CHANGED);
}
