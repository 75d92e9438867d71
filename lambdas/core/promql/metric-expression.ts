const WINDOW = "$window";
/** A rate over fewer scrapes loses points whenever one comes late. */
const SCRAPES_PER_WINDOW = 4;
/** The specification's `[5m]`, wide enough for scrapes up to every 75 seconds. */
const WINDOW_SECONDS_MIN = 300;

/**
 * The range that a rate is taken over: four scrape intervals, at least five minutes; rounded up to whole seconds.
 *
 * @throws RangeError unless the interval is positive
 * @example rateWindow(15) // "5m"
 * @example rateWindow(120) // "8m"
 * @example rateWindow(76) // "304s"
 */
export function rateWindow(scrapeIntervalSeconds: number): string {
  if (!(scrapeIntervalSeconds > 0)) {
    throw new RangeError(`rateWindow requires a positive scrape interval, got ${scrapeIntervalSeconds}`);
  }
  const seconds = Math.max(WINDOW_SECONDS_MIN, Math.ceil(SCRAPES_PER_WINDOW * scrapeIntervalSeconds));
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

/**
 * A metric's query from config as PromQL: each `$window` becomes {@link rateWindow}.
 *
 * @example metricExpression("rate(x_total[$window])", 15) // "rate(x_total[5m])"
 */
export function metricExpression(query: string, scrapeIntervalSeconds: number): string {
  return query.replaceAll(WINDOW, rateWindow(scrapeIntervalSeconds));
}
