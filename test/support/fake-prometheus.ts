import type { StageError } from "#core/model/stage-error.ts";
import type { PrometheusAnswer, PrometheusApi, PrometheusStatus } from "#core/ports/prometheus-api.ts";

export interface Question {
  readonly query: string;
  readonly start: number;
  readonly end: number;
  readonly stepSeconds: number;
}

type Reply = Partial<PrometheusAnswer> | StageError;

export const NO_SERIES: PrometheusAnswer = { series: [], nonFiniteCount: 0, isPartial: false, warnings: [] };

/** One series of an instance; times in epoch seconds. */
export function seriesOf(instance: string, points: readonly (readonly [number, number | null])[]) {
  return { labels: { instance }, t: points.map(([time]) => time), values: points.map(([, value]) => value) };
}

/** A Prometheus that answers what the test says; every question is kept. */
export function fakePrometheus(
  reply: (question: Question) => Reply,
  status: PrometheusStatus | StageError = {
    ...{ version: "2.43.0", retentionSeconds: 15 * 86_400, jobs: ["redis"], targetsUp: 1, targetsDown: 0 },
  },
) {
  const questions: Question[] = [];
  const answer = async (question: Question): Promise<PrometheusAnswer> => {
    questions.push(question);
    const found = reply(question);
    if (found instanceof Error) throw found;
    return { ...NO_SERIES, ...found };
  };
  const prometheus: PrometheusApi = {
    async status() {
      if (status instanceof Error) throw status;
      return status;
    },
    range: (query, window) => answer({ query, ...window }),
    instant: (query, at) => answer({ query, start: at, end: at, stepSeconds: 0 }),
    get callCount() {
      return questions.length;
    },
  };
  return { prometheus, questions };
}
