import type { PrometheusAnswer, PrometheusSeries } from "#core/ports/prometheus-api.ts";

/**
 * Joins the answers of consecutive windows: series with the same labels become one, in the order of time.
 *
 * @param maxSeries more series are left out, and the answer says so
 */
export function mergeAnswers(parts: readonly PrometheusAnswer[], maxSeries: number): PrometheusAnswer {
  const byLabels = new Map<string, { labels: PrometheusSeries["labels"]; pieces: PrometheusSeries[] }>();
  for (const series of parts.flatMap((part) => part.series)) {
    const key = JSON.stringify(Object.entries(series.labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const known = byLabels.get(key);
    if (known === undefined) {
      byLabels.set(key, { labels: series.labels, pieces: [series] });
    } else {
      known.pieces.push(series);
    }
  }
  const joined = [...byLabels.values()].map(({ labels, pieces }) => joinedSeries(labels, pieces));
  const isCut = joined.length > maxSeries;
  const cut = isCut ? [`${joined.length} series, of which the first ${maxSeries} were kept`] : [];
  return {
    series: isCut ? joined.slice(0, maxSeries) : joined,
    nonFiniteCount: parts.reduce((sum, part) => sum + part.nonFiniteCount, 0),
    isPartial: isCut || parts.some((part) => part.isPartial),
    warnings: [...new Set(parts.flatMap((part) => part.warnings)), ...cut],
  };
}

function joinedSeries(
  labels: PrometheusSeries["labels"],
  pieces: readonly PrometheusSeries[],
): PrometheusSeries {
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined
    ? only
    : { labels, t: pieces.flatMap((piece) => piece.t), values: pieces.flatMap((piece) => piece.values) };
}
