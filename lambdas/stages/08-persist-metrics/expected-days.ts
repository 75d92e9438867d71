import type { DailyValue } from "#core/model/daily-value.ts";
import { existedOn, expectedMetrics } from "#core/model/expected-series.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import { isPrometheusOnly, type Resource } from "#core/model/resource.ts";
import type { Run } from "#core/model/run.ts";
import { daysBetween, SECONDS_PER_DAY, type UtcDay } from "#core/model/utc-day.ts";
import type { DailyValueRow } from "#core/ports/stores.ts";
import { type AnsweredDays, seriesKey } from "./answered-days.ts";

/** A day that nobody answered for: 96 database snapshots or 288 five-minute slots are missing. */
const SLOT_SECONDS = { prometheus: 300, cloudwatch: 300, gateway: 900 } as const;

/** Rows of one day: an answer, or `failed` where a series was expected and no shard answered. */
export function rowsOfDay(
  day: UtcDay,
  resources: readonly Resource[],
  answered: AnsweredDays,
  metricsOf: (resource: Resource) => readonly (readonly [string, MetricDefinition])[],
): DailyValueRow[] {
  return resources.flatMap((resource) =>
    metricsOf(resource).flatMap(([metric, definition]) => {
      const value = answered.get(seriesKey(resource.resourceId, metric))?.get(day);
      if (!existedOn(resource, day) && (value === undefined || value.avg === null)) return [];
      const { collectedBy: source, unit } = definition;
      return [
        { ...(value ?? failedDay(day, definition)), resourceId: resource.resourceId, metric, source, unit },
      ];
    }),
  );
}

/** Metrics that a run expects of each resource, worked out once per kind of resource. */
export function metricsExpected(
  metrics: Readonly<Record<string, MetricDefinition>>,
  run: Run,
): (resource: Resource) => readonly (readonly [string, MetricDefinition])[] {
  const known = new Map<string, readonly (readonly [string, MetricDefinition])[]>();
  return (resource) => {
    const kind = JSON.stringify([resource.type, resource.engine, resource.traits]);
    const found = known.get(kind);
    if (found !== undefined) return found;
    const pairs = expectedMetrics(metrics, resource, run.sources).flatMap((name) => {
      const definition = metrics[name];
      return definition === undefined ? [] : [[name, definition] as const];
    });
    known.set(kind, pairs);
    return pairs;
  };
}

/** First and last of a resource's days that brought a value. */
interface ValueDays {
  readonly first: UtcDay;
  readonly last: UtcDay;
}

/**
 * The inventory with each `firstSeen` moved to the first day that brought a value, if that is earlier. A resource that only Prometheus
 * knows has its values as its only description: it is new here with the first, and `lastSeen` is the day of the last.
 */
export function withEvidence(inventory: readonly Resource[], answered: AnsweredDays): Resource[] {
  const valueDays = valueDaysOf(answered);
  const known = new Set(inventory.map((resource) => resource.resourceId));
  const added = [...valueDays].filter(([id]) => !known.has(id)).map(([id, days]) => prometheusOnly(id, days));
  const dated = inventory.map((resource) => {
    const days = valueDays.get(resource.resourceId);
    if (days === undefined) return resource;
    const firstSeen = days.first < resource.firstSeen ? days.first : resource.firstSeen;
    if (!isPrometheusOnly(resource) || days.last < resource.lastSeen) return { ...resource, firstSeen };
    return { ...resource, firstSeen, lastSeen: days.last, status: "described" as const };
  });
  return [...dated, ...added];
}

function valueDaysOf(answered: AnsweredDays): Map<string, ValueDays> {
  const found = new Map<string, ValueDays>();
  for (const [key, days] of answered) {
    const resourceId = key.slice(0, key.indexOf("\n"));
    for (const [date, value] of days) {
      if (value.avg === null) continue;
      const { first, last } = found.get(resourceId) ?? { first: date, last: date };
      found.set(resourceId, { first: date < first ? date : first, last: date > last ? date : last });
    }
  }
  return found;
}

function prometheusOnly(resourceId: string, days: ValueDays): Resource {
  const endpoint = resourceId.replace("redis://", "");
  return {
    resourceId,
    type: "redis",
    accountId: "",
    region: "",
    name: endpoint,
    engine: "redis",
    instanceClass: null,
    dimensions: {},
    endpoints: [endpoint],
    tags: {},
    owner: null,
    traits: [],
    groupId: null,
    firstSeen: days.first,
    lastSeen: days.last,
    status: "described",
  };
}

function failedDay(date: UtcDay, definition: MetricDefinition): DailyValue {
  return {
    date,
    status: "failed",
    resolution: "none",
    min: null,
    max: null,
    avg: null,
    p95: null,
    slotsGot: null,
    slotsExpected: SECONDS_PER_DAY / SLOT_SECONDS[definition.source.kind],
    slotsAboveZero: null,
  };
}

/** Days of the run, oldest first. */
export function daysOfRun(run: Run): UtcDay[] {
  return daysBetween(run.from, run.to);
}
