import { setTimeout as pause } from "node:timers/promises";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { AccountAccess } from "#core/ports/cloud-inventory.ts";
import type { MetricQuery, MetricReply, MetricRequest, MetricSource } from "#core/ports/metric-source.ts";
import { boundedMap } from "#core/remote/bounded-map.ts";
import { withBackoff } from "./backoff.ts";
import { metricPage } from "./metric-page.ts";
import { type Batch, planBatches, slotsOf } from "./plan-batches.ts";
import { type PointsLimit, pointsLimit } from "./points-limit.ts";
import { readBatch, type WindowOutcome } from "./read-batch.ts";
import type { FetchPage } from "./read-pages.ts";
import { buildSeries, type WindowPart } from "./series-builder.ts";

export interface CloudWatchSourceOptions {
  /** A client of one account and region, made by `metricsClient`; asked once for each. */
  readonly clientFor: (account: AccountAccess, region: string) => CloudWatchClient;
  /** Points that this process may ask for per second, account and region; default a tenth of CloudWatch's limit. */
  readonly pointsPerSecond?: number;
  /** Longest time of one call with its whole body. */
  readonly callTimeoutMs?: number;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly random?: () => number;
  readonly now?: () => number;
}

/** GetMetricData serves 396,000 points a second per account and region for windows older than 3 hours; ten shards share it. */
const DEFAULT_POINTS_PER_SECOND = 39_600;

/** A full page is some 3 MB and arrives in seconds. */
const DEFAULT_CALL_TIMEOUT_MS = 45_000;

/** Requests of one read in flight: hides the latency while the points limit sets the pace. */
const REQUESTS_IN_FLIGHT = 3;

/** Warnings name that many series of one cause. */
const MAX_NAMED_SERIES = 5;

interface Lane {
  readonly client: CloudWatchClient;
  readonly limit: PointsLimit;
}

interface Counters {
  callCount: number;
  billedMetricCount: number;
}

function resolved(options: CloudWatchSourceOptions) {
  return {
    clientFor: options.clientFor,
    pointsPerSecond: options.pointsPerSecond ?? DEFAULT_POINTS_PER_SECOND,
    callTimeoutMs: options.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_MS,
    waiting: {
      sleep: options.sleep ?? ((ms: number) => pause(ms)),
      random: options.random ?? Math.random,
      now: options.now ?? Date.now,
    },
  };
}

type Settings = ReturnType<typeof resolved>;

function warningsOf(queries: readonly MetricQuery[], parts: readonly (readonly WindowPart[])[]): string[] {
  const byCause = new Map<string, string[]>();
  for (const [index, query] of queries.entries()) {
    for (const { outcome } of parts[index] ?? []) {
      if (outcome.status !== "failed") continue;
      const names = byCause.get(outcome.why) ?? [];
      names.push(`${query.metric} of ${query.resourceId}`);
      byCause.set(outcome.why, names);
    }
  }
  return [...byCause].map(([why, all]) => {
    const names = [...new Set(all)];
    const rest = names.length > MAX_NAMED_SERIES ? ` and ${names.length - MAX_NAMED_SERIES} more` : "";
    return `${why}: ${names.slice(0, MAX_NAMED_SERIES).join(", ")}${rest}`;
  });
}

/** If nothing could be read and a call said why, that is the reading's error. */
function throwIfNothingRead(outcomes: Iterable<WindowOutcome>): void {
  let firstError: Error | null = null;
  for (const outcome of outcomes) {
    if (outcome.status !== "failed" || outcome.error === null) return;
    firstError ??= outcome.error;
  }
  if (firstError !== null) throw firstError;
}

async function read(request: MetricRequest, lane: Lane, settings: Settings): Promise<MetricReply> {
  const counters: Counters = { callCount: 0, billedMetricCount: 0 };
  const { queries } = request;
  const parts: WindowPart[][] = queries.map(() => []);
  await boundedMap(planBatches(request), REQUESTS_IN_FLIGHT, async (batch) => {
    const fetchPage = pageFetcher(batch, lane, settings, counters);
    const outcomes = await readBatch(batch, { queries, fetchPage, pausing: settings.waiting });
    for (const [metric, outcome] of outcomes) parts[metric]?.push({ window: batch.window, outcome });
  });
  for (const list of parts) list.sort((a, b) => a.window.startSeconds - b.window.startSeconds);
  throwIfNothingRead(parts.flat().map(({ outcome }) => outcome));
  return {
    series: queries.map((query, index) => buildSeries(query, parts[index] ?? [])),
    ...counters,
    warnings: warningsOf(queries, parts),
  };
}

/** One unit is billed per metric and answered request: its statistics, at most five, are always together. */
function pageFetcher(batch: Batch, lane: Lane, settings: Settings, counters: Counters): FetchPage {
  return async (input) => {
    const asked = input.MetricDataQueries ?? [];
    const points = asked.length * slotsOf(batch.window);
    const page = await withBackoff(async () => {
      await lane.limit(points);
      counters.callCount += 1;
      return await metricPage(lane.client, input, settings.callTimeoutMs);
    }, settings.waiting);
    counters.billedMetricCount += new Set(asked.map((query) => query.MetricStat?.Metric)).size;
    return page;
  };
}

/**
 * Port to CloudWatch GetMetricData. Every query gets an entry, whatever became of it: a day without points is `ok` with none, a cut
 * answer is `partial`, a refused, forbidden or lost one is `failed` with a warning.
 *
 * @throws StageError AccessDenied, SourceThrottled, SourceUnavailable, SourceRefused or ContractBroken when nothing could be read
 */
export function cloudWatchSource(options: CloudWatchSourceOptions): MetricSource {
  const settings = resolved(options);
  const lanes = new Map<string, Lane>();
  const laneOf = (account: AccountAccess, region: string): Lane => {
    const key = `${account.accountId}/${region}`;
    const known = lanes.get(key);
    if (known !== undefined) return known;
    const limit = pointsLimit(settings.pointsPerSecond, settings.waiting);
    const lane = { client: settings.clientFor(account, region), limit };
    lanes.set(key, lane);
    return lane;
  };
  return { read: (request) => read(request, laneOf(request.account, request.region), settings) };
}
