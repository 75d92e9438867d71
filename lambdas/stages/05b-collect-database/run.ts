import type { Collection } from "#core/collect/collection.ts";
import { type CollectorWork, runCollector } from "#core/collect/run-collector.ts";
import type { Archive } from "#core/model/archive.ts";
import type { DatabaseSnapshot } from "#core/model/database-snapshot.ts";
import { instantSeconds, planDays } from "#core/model/day-resolution.ts";
import { expectedMetrics } from "#core/model/expected-series.ts";
import type { DayAnswer, RawSeries } from "#core/model/raw-series.ts";
import type { Resource } from "#core/model/resource.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { daysBetween, SECONDS_PER_DAY, startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import { readSnapshots, type SnapshotDays } from "./read-snapshots.ts";
import type { Answer, Event } from "./schema.ts";
import { snapshotSamples } from "./snapshot-samples.ts";

/** Turns the archived snapshots of the run's days into samples of the database metrics. */
export function collectDatabase(event: Event, ports: { readonly archive: Archive }): Promise<Answer> {
  return runCollector("05b-collect-database", event, ports.archive, (work, config) =>
    collect(work, config, ports.archive),
  );
}

async function collect(
  { run, resources }: CollectorWork,
  config: RunConfig,
  archive: Archive,
): Promise<Collection> {
  const keptSeconds = config.pipeline.archive.retentionDays * SECONDS_PER_DAY;
  const plan = planDays(
    run,
    { sampleSeconds: keptSeconds, dailySeconds: null },
    instantSeconds(run.startedAt),
  );
  const snapshots = await readSnapshots(archive, plan.sampleDays);
  const sourceOf = gatewaySources(snapshots);
  const answers = daysBetween(run.from, run.to).map((date) => answerOf(date, plan.sampleDays, snapshots));
  const unserved = answers.map((answer) => unservedAnswer(answer, snapshots));
  const series = resources.flatMap((resource) => {
    const ofResource = sourceOf(resource);
    return resourceSeries(resource, ofResource, ofResource.length === 0 ? unserved : answers, config);
  });
  const unmatched = resources.filter((resource) => sourceOf(resource).length === 0).length;
  const warnings = [
    ...(snapshots.oldestDay === null
      ? ["no database snapshot is archived yet: is the sampler running?"]
      : []),
    ...(unmatched > 0 && snapshots.oldestDay !== null
      ? [`${unmatched} databases have no source in the gateway, or theirs never answered`]
      : []),
  ];
  return { series, callCount: 0, unitCount: 0, warnings };
}

function resourceSeries(
  resource: Resource,
  snapshots: readonly DatabaseSnapshot[],
  answers: readonly DayAnswer[],
  config: RunConfig,
): RawSeries[] {
  const firstDay = answers.find((answer) => answer.resolution === "samples")?.date;
  return expectedMetrics(config.metrics, resource, ["database"]).flatMap((metric) => {
    const definition = config.metrics[metric];
    if (definition?.source.kind !== "gateway") return [];
    const samples = snapshotSamples(snapshots, definition.source.field);
    return [
      {
        resourceId: resource.resourceId,
        metric,
        answers: [...answers],
        samples: firstDay === undefined ? null : from(samples, startOfDay(firstDay)),
        daily: [],
      },
    ];
  });
}

/** Without the snapshot of the day before, which only served as the beginning of the first rate. */
function from(samples: ReturnType<typeof snapshotSamples>, seconds: number) {
  const first = samples.t.findIndex((time) => time >= seconds);
  if (first <= 0) return first === 0 ? samples : { ...samples, t: [], value: [] };
  return { ...samples, t: samples.t.slice(first), value: samples.value?.slice(first) ?? [] };
}

/** Days before the oldest snapshot were never seen; a later day without any means that the sampler was dead. */
function answerOf(date: UtcDay, sampleDays: readonly UtcDay[], snapshots: SnapshotDays): DayAnswer {
  const isSeen = snapshots.oldestDay !== null && date >= snapshots.oldestDay;
  if (!isSeen || !sampleDays.includes(date)) return { date, resolution: "none", status: "not_available" };
  if (!snapshots.sampledDays.has(date)) return { date, resolution: "samples", status: "failed" };
  return { date, resolution: "samples", status: "ok" };
}

/**
 * A database without a snapshot: its source may be one of those that never answered, and then its days failed; if all sources
 * answered, the gateway does not serve it.
 */
function unservedAnswer(answer: DayAnswer, snapshots: SnapshotDays): DayAnswer {
  if (answer.status !== "ok") return answer;
  return {
    date: answer.date,
    resolution: "none",
    status: snapshots.silentSourceCount > 0 ? "failed" : "not_available",
  };
}

/**
 * Which snapshots belong to a resource: those whose address is one of its endpoints, else those of the gateway source that bears its
 * name. A database behind RDS does not know its own endpoint, so sources are named after the DB identifier.
 */
function gatewaySources(snapshots: SnapshotDays): (resource: Resource) => readonly DatabaseSnapshot[] {
  const known = new Map<string, readonly DatabaseSnapshot[]>();
  for (const [sourceId, ofSource] of snapshots.bySource) {
    known.set(comparable(sourceId), ofSource);
    const endpoint = ofSource.at(-1)?.endpoint.toLowerCase();
    if (endpoint !== undefined) known.set(endpoint, ofSource);
  }
  return (resource) => {
    const keys = [...resource.endpoints.map((endpoint) => endpoint.toLowerCase()), comparable(resource.name)];
    return keys.map((key) => known.get(key)).find((found) => found !== undefined) ?? [];
  };
}

/** Gateways allow letters, digits and `_` in a source's name. @example comparable("Orders-DB") // "orders_db" */
function comparable(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "_");
}
