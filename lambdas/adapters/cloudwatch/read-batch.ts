import { StageError } from "#core/model/stage-error.ts";
import type { MetricQuery } from "#core/ports/metric-source.ts";
import { backoffMs, type Pausing } from "./backoff.ts";
import type { Column } from "./column.ts";
import type { Batch } from "./plan-batches.ts";
import { type FetchPage, type MetricResult, readPages } from "./read-pages.ts";

/** How often a metric that answered InternalError, or not at all, is asked again. */
const MAX_RESULT_RETRIES = 3;

/** What became of one metric in one window. */
export type WindowOutcome =
  | { readonly status: "ok" | "partial"; readonly columns: readonly Column[] }
  | { readonly status: "failed"; readonly why: string; readonly error: StageError | null };

export interface BatchReading {
  readonly queries: readonly MetricQuery[];
  readonly fetchPage: FetchPage;
  readonly pausing: Pausing;
}

function outcomeOf({ state, columns }: MetricResult): WindowOutcome {
  if (state === "complete") return { status: "ok", columns };
  if (state === "partial") return { status: "partial", columns };
  const why = state === "forbidden" ? "CloudWatch answered Forbidden" : "CloudWatch answered InternalError";
  return {
    status: "failed",
    why: state === "absent" ? "CloudWatch left it out of its answer" : why,
    error: null,
  };
}

function mayPass({ state }: MetricResult): boolean {
  return state === "internal_error" || state === "absent";
}

async function readWithRetries(batch: Batch, reading: BatchReading): Promise<Map<number, WindowOutcome>> {
  const { queries, fetchPage, pausing } = reading;
  const outcomes = new Map<number, WindowOutcome>();
  let pending = batch.metrics;
  for (let attempt = 0; pending.length > 0; attempt += 1) {
    if (attempt > 0) await pausing.sleep(backoffMs(attempt - 1, pausing.random));
    const results = await readPages(queries, pending, batch.window, fetchPage);
    const again: number[] = [];
    for (const [index, metric] of pending.entries()) {
      const result = results[index];
      if (result === undefined) continue;
      if (mayPass(result) && attempt < MAX_RESULT_RETRIES) again.push(metric);
      else outcomes.set(metric, outcomeOf(result));
    }
    pending = again;
  }
  return outcomes;
}

function allFailed(metrics: readonly number[], error: StageError): Map<number, WindowOutcome> {
  return new Map(metrics.map((metric) => [metric, { status: "failed", why: error.message, error }]));
}

/**
 * Reads one batch; every metric of it gets an outcome. A refused request is halved until the metric that CloudWatch does not like
 * is alone, so that it costs only itself.
 */
export async function readBatch(batch: Batch, reading: BatchReading): Promise<Map<number, WindowOutcome>> {
  try {
    return await readWithRetries(batch, reading);
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    const { metrics, window } = batch;
    if (error.name !== "SourceRefused" || metrics.length === 1) return allFailed(metrics, error);
    const middle = Math.ceil(metrics.length / 2);
    const first = await readBatch({ window, metrics: metrics.slice(0, middle) }, reading);
    const second = await readBatch({ window, metrics: metrics.slice(middle) }, reading);
    return new Map([...first, ...second]);
  }
}
