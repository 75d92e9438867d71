/** One series of an answer. `values` are parallel to `t` (epoch seconds); null where Prometheus sent NaN or Inf. */
export interface PrometheusSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly t: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface PrometheusAnswer {
  readonly series: readonly PrometheusSeries[];
  /** Points that were NaN, +Inf or -Inf. */
  readonly nonFiniteCount: number;
  /** True if Prometheus said that its answer may be incomplete (`warnings`), or a cap cut it. */
  readonly isPartial: boolean;
  readonly warnings: readonly string[];
}

export interface PrometheusStatus {
  readonly version: string;
  /** How far back data is kept; null where Prometheus does not say. */
  readonly retentionSeconds: number | null;
  readonly jobs: readonly string[];
  readonly targetsUp: number;
  readonly targetsDown: number;
}

/** Port to the HTTP API of Prometheus, or of anything that speaks it. */
export interface PrometheusApi {
  /** @throws SourceUnavailable, SourceRefused, SourceThrottled, ContractBroken */
  status(): Promise<PrometheusStatus>;
  /** Range query, both ends included, split so that no window has over 11,000 points. */
  range(
    query: string,
    window: { start: number; end: number; stepSeconds: number },
  ): Promise<PrometheusAnswer>;
  /** Instant query at an epoch second. */
  instant(query: string, at: number): Promise<PrometheusAnswer>;
  /** HTTP requests made so far, retries included. */
  readonly callCount: number;
}
