import type { RawDailyStatistics, RawSamples } from "#core/model/raw-series.ts";
import { dayAt } from "#core/model/utc-day.ts";
import type { PrometheusAnswer } from "#core/ports/prometheus-api.ts";

const SLOT_SECONDS = 300;

/** Samples by resource from the answer of a range query; where two instances lead to one resource, their points lie side by side. */
export function samplesByResource(
  answer: PrometheusAnswer,
  resourceOf: (instance: string) => string,
): Map<string, RawSamples> {
  const samples = new Map<string, RawSamples>();
  for (const series of answer.series) {
    const resourceId = resourceOf(series.labels.instance ?? "");
    const found = samples.get(resourceId) ?? { stepSeconds: SLOT_SECONDS, t: [], value: [] };
    for (const time of series.t) found.t.push(time);
    for (const value of series.values) found.value?.push(value);
    samples.set(resourceId, found);
  }
  return samples;
}

/** The answers of a day's statistics, as asked by `dailyExpressions`. */
export interface DailyAnswers {
  readonly min: PrometheusAnswer;
  readonly max: PrometheusAnswer;
  readonly avg: PrometheusAnswer;
  readonly countAboveZero: PrometheusAnswer;
}

/** Daily statistics by resource and day. A day with values but none above zero is absent from that count: it is zero. */
export function dailyByResource(
  answers: DailyAnswers,
  resourceOf: (instance: string) => string,
): Map<string, RawDailyStatistics[]> {
  const cells = new Map<string, Map<string, { min?: number; max?: number; avg?: number; above?: number }>>();
  for (const [answer, field] of [
    [answers.min, "min"],
    [answers.max, "max"],
    [answers.avg, "avg"],
    [answers.countAboveZero, "above"],
  ] as const) {
    for (const series of answer.series) {
      const resourceId = resourceOf(series.labels.instance ?? "");
      const days = cells.get(resourceId) ?? new Map();
      cells.set(resourceId, days);
      for (const [index, time] of series.t.entries()) {
        const date = dayAt(time);
        days.set(date, { ...days.get(date), [field]: series.values[index] ?? undefined });
      }
    }
  }
  return new Map(
    [...cells].map(([resourceId, days]) => [
      resourceId,
      [...days].map(([date, { min, max, avg, above }]) => ({
        date,
        min: min ?? null,
        max: max ?? null,
        avg: avg ?? null,
        sum: null,
        slotsAboveZero: avg === undefined ? null : (above ?? 0),
      })),
    ]),
  );
}
