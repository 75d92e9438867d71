/** Colours by the names that the page's style sheet gives them, so that one chart serves light, dark and print. */
export const INK = {
  value: "var(--chart-value)",
  quiet: "var(--muted)",
  grid: "var(--line)",
  range: "var(--chart-range)",
  open: "var(--chart-open)",
  critical: "var(--critical)",
  warning: "var(--warning)",
  forecast: "var(--chart-forecast)",
} as const;

/** A plain line: no symbols, nothing to hover. */
export function line(data: readonly unknown[], lineStyle: Readonly<Record<string, unknown>>) {
  return { type: "line", silent: true, symbol: "none", lineStyle, data: [...data] };
}
