import type { BaselineSeries } from "#core/model/baseline-series.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import { predictionColumns } from "#core/model/prediction-columns.ts";
import { NO_PREDICTION, type PredictionDay } from "#core/model/prediction-day.ts";
import { addDays } from "#core/model/utc-day.ts";
import { scoreDays } from "#stages/10-score/score-days.ts";
import { metric, SHIPPED } from "../../support/pipeline-rows.ts";

export const CPU = "rds.cpu_utilization_pct";
export const TO = "2026-11-21";
/** Limit 80, Z > 3, rate of change over 25 % and at least 10 points, sigma floor 1 or 2 % of the mean. */
export const cpu = metric(CPU);
export const severity = SHIPPED.pipeline.health.severity;

export type Column<K extends keyof BaselineSeries> = Partial<Pick<BaselineSeries, K>>;

/** Eight days up to 2026-11-21 with mean 40 and sigma 5; the last entries of each column are those of the test. */
export function series(
  part: Column<"state" | "values" | "raw" | "limit" | "aboveZeroShare" | "n" | "mean" | "sigma"> & {
    /** What the engine says of the last day. */
    readonly prediction?: Partial<PredictionDay>;
  } = {},
): BaselineSeries {
  const column = <T>(rest: T, given: readonly T[] = []): T[] => [
    ...Array<T>(8 - given.length).fill(rest),
    ...given,
  ];
  const values = column<number | null>(40, part.values);
  return {
    ...{ resourceId: "r", metric: CPU, from: addDays(TO, -7) },
    state: column<BaselineSeries["state"][number]>("ok", part.state),
    values,
    raw: part.raw === undefined ? values : column<number | null>(40, part.raw),
    limit: column<number | null>(50, part.limit),
    aboveZeroShare: column<number | null>(1, part.aboveZeroShare),
    n: column(30, part.n),
    mean: column<number | null>(40, part.mean),
    sigma: column<number | null>(5, part.sigma),
    prediction: predictionColumns([{ ...NO_PREDICTION, ...part.prediction }]),
  };
}

export function last(part: Parameters<typeof series>[0] = {}, of: MetricDefinition = cpu) {
  const row = scoreDays(series(part), of, { scoredFrom: TO, severity }).at(-1);
  if (row === undefined) throw new Error("the day has no score");
  return row;
}
