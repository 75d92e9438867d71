import type { GetMetricDataInput, MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { StageError } from "#core/model/stage-error.ts";
import type { MetricQuery } from "#core/ports/metric-source.ts";
import { type Column, columnOf, joinColumns } from "./column.ts";
import type { MetricPage } from "./metric-page.ts";
import { statisticsOf } from "./metric-statistics.ts";
import { MAX_POINTS, type Window } from "./plan-batches.ts";

/** A batch is planned to fit one page; more than this many is a server that turns in a circle. */
const MAX_PAGES = 200;

/** How CloudWatch ended one result; `absent`: no page had it. */
type ResultState = "complete" | "partial" | "internal_error" | "forbidden" | "absent";

export interface MetricResult {
  /** Worst state of its statistics. */
  readonly state: ResultState;
  readonly columns: readonly Column[];
}

/** Makes one call: limits, retries and counting are the caller's. */
export type FetchPage = (input: GetMetricDataInput) => Promise<MetricPage>;

interface PendingResult {
  column: Column;
  state: ResultState;
}

const STATES: Readonly<Record<string, ResultState>> = {
  Complete: "complete",
  PartialData: "partial",
  InternalError: "internal_error",
  Forbidden: "forbidden",
};

const WORST_FIRST: readonly ResultState[] = ["forbidden", "absent", "internal_error", "partial"];

function idOf(metric: number, statistic: number): string {
  return `m${metric}_${statistic}`;
}

function dataQueries(query: MetricQuery, metric: number, periodSeconds: number): MetricDataQuery[] {
  const Dimensions = Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: query.namespace, MetricName: query.metricName, Dimensions };
  return statisticsOf(query.form).map((Stat, statistic) => ({
    Id: idOf(metric, statistic),
    MetricStat: { Metric, Period: periodSeconds, Stat },
  }));
}

/** The last page that speaks of a result decides, but an InternalError is not forgotten: points before it may lack. */
function nextState(before: ResultState | undefined, code: string | null | undefined): ResultState {
  if (before === "internal_error") return before;
  return STATES[code ?? ""] ?? "internal_error";
}

function fold(results: Map<string, PendingResult>, page: MetricPage): void {
  for (const { Id, StatusCode, Timestamps, Values } of page.MetricDataResults) {
    const before = results.get(Id);
    results.set(Id, {
      column: joinColumns(before?.column, columnOf(Timestamps, Values)),
      state: nextState(before?.state, StatusCode),
    });
  }
}

async function allPages(
  input: GetMetricDataInput,
  fetchPage: FetchPage,
): Promise<Map<string, PendingResult>> {
  const results = new Map<string, PendingResult>();
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await fetchPage({ ...input, NextToken: token });
    fold(results, page);
    token = page.NextToken ?? undefined;
    if (token !== undefined && (seen.has(token) || seen.size >= MAX_PAGES)) {
      throw new StageError(
        "ContractBroken",
        `GetMetricData repeated a NextToken or gave over ${MAX_PAGES} pages`,
      );
    }
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
  return results;
}

/**
 * Reads metrics of one window, all pages: a result may lie on several pages, and an empty page with a token is not the end.
 * `metrics` are positions in `queries`; the answer is in their order.
 *
 * @throws StageError ContractBroken when a token comes twice; whatever `fetchPage` throws
 */
export async function readPages(
  queries: readonly MetricQuery[],
  metrics: readonly number[],
  window: Window,
  fetchPage: FetchPage,
): Promise<MetricResult[]> {
  const asked = metrics.flatMap((metric) => {
    const query = queries[metric];
    return query === undefined ? [] : [{ metric, query }];
  });
  const results = await allPages(
    {
      StartTime: new Date(window.startSeconds * 1000),
      EndTime: new Date(window.endSeconds * 1000),
      ScanBy: "TimestampAscending",
      MaxDatapoints: MAX_POINTS,
      MetricDataQueries: asked.flatMap(({ metric, query }) =>
        dataQueries(query, metric, window.periodSeconds),
      ),
    },
    fetchPage,
  );
  return asked.map(({ metric, query }) => {
    const parts = statisticsOf(query.form).map((_, statistic) => results.get(idOf(metric, statistic)));
    const states = parts.map((part) => part?.state ?? "absent");
    return {
      state: WORST_FIRST.find((state) => states.includes(state)) ?? "complete",
      columns: parts.map((part) => part?.column ?? { t: [], v: [] }),
    };
  });
}
