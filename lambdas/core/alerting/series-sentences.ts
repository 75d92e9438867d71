import type { AlertRow, AlertSeverity } from "../ports/alert-store.ts";
import { type ExplainedMetric, explainSeries, explainSilence, isStopped } from "./explain-alert.ts";

/** What a resource's alerts say, a sentence for each metric and side: several classes that speak of one series are one thing to read. */
export interface SeriesSentence {
  /** Of the worst. */
  readonly severity: AlertSeverity;
  readonly text: string;
}

type Metrics = Readonly<Record<string, ExplainedMetric | undefined>>;
interface Wording {
  readonly withForecast?: boolean;
}

/**
 * @param alerts - of one resource, worst first; the sentences come in the same order, all that has gone silent as one
 * @param metrics - by name; of a metric that is not among them only the name can be said
 * @param withForecast - false where it is said beside them
 */
export function seriesSentences(
  alerts: readonly AlertRow[],
  metrics: Metrics,
  { withForecast = true }: Wording = {},
): SeriesSentence[] {
  const bySentence = Map.groupBy(alerts, (alert) =>
    isStopped(alert) ? "stopped" : `${alert.metric} ${alert.direction}`,
  );
  return [...bySentence.values()].flatMap(([worst, ...others]) =>
    worst === undefined
      ? []
      : [{ severity: worst.severity, text: sentenceOf([worst, ...others], metrics, { withForecast }) }],
  );
}

function sentenceOf(alerts: readonly [AlertRow, ...AlertRow[]], metrics: Metrics, wording: Wording): string {
  const [worst] = alerts;
  if (isStopped(worst)) return explainSilence(alerts, metrics);
  const metric = metrics[worst.metric];
  return metric === undefined ? worst.metric : explainSeries(alerts, metric, wording);
}
