import type { DayAnswer, RawDailyStatistics, RawSamples } from "../model/raw-series.ts";
import type { AccountAccess } from "./cloud-inventory.ts";

/** One CloudWatch metric of one resource. */
export interface MetricQuery {
  readonly resourceId: string;
  /** Our name of the metric. */
  readonly metric: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly form: "gauge" | "per_period_sum";
}

/** What to read: `sampleDays` as 5-minute points, `dailyDays` as one set of statistics a day; UTC days, ascending. */
export interface MetricRequest {
  readonly account: AccountAccess;
  readonly region: string;
  readonly queries: readonly MetricQuery[];
  readonly sampleDays: readonly string[];
  readonly dailyDays: readonly string[];
}

export interface MetricReply {
  readonly series: readonly {
    readonly resourceId: string;
    readonly metric: string;
    readonly samples: RawSamples | null;
    readonly daily: readonly RawDailyStatistics[];
    readonly answers: readonly DayAnswer[];
  }[];
  readonly callCount: number;
  /** Billed units: one per metric and request with up to five statistics. */
  readonly billedMetricCount: number;
  readonly warnings: readonly string[];
}

/** Port to CloudWatch GetMetricData. Every query gets an entry in the reply, also one that failed or is forbidden. */
export interface MetricSource {
  /** @throws AccessDenied, SourceThrottled, SourceUnavailable when nothing at all could be read */
  read(request: MetricRequest): Promise<MetricReply>;
}
