import type { MetricDefinition } from "../model/metric-definition.ts";
import type { AlertRow, AlertSeverity } from "../ports/alert-store.ts";
import { explainSeries } from "./explain-alert.ts";

/** What a resource's alerts say, a sentence for each metric and side: several classes that speak of one series are one thing to read. */
export interface SeriesSentence {
  /** Of the worst. */
  readonly severity: AlertSeverity;
  readonly text: string;
}

/**
 * @param alerts - of one resource, worst first; the sentences come in the same order
 * @param metrics - by name; of a metric that is not among them only the name can be said
 */
export function seriesSentences(
  alerts: readonly AlertRow[],
  metrics: Readonly<Record<string, Pick<MetricDefinition, "title" | "unit"> | undefined>>,
): SeriesSentence[] {
  const bySeries = Map.groupBy(alerts, ({ metric, direction }) => `${metric} ${direction}`);
  return [...bySeries.values()].flatMap(([worst, ...others]) => {
    if (worst === undefined) return [];
    const metric = metrics[worst.metric];
    return [
      {
        severity: worst.severity,
        text: metric === undefined ? worst.metric : explainSeries([worst, ...others], metric),
      },
    ];
  });
}
