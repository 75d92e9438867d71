import type { ControlChart } from "../page/control-chart.ts";

/** What a page needs and pure code cannot make: pictures, and hashes for its Content-Security-Policy. */
export interface PageMedia {
  /** A control chart as one `<svg>` element without styles or scripts of its own; colours are the page's CSS variables. */
  paintControlChart(chart: ControlChart, id: string): string;
  /** SHA-256 of a text in UTF-8, base64: what a Content-Security-Policy calls a hash. */
  sha256Base64(text: string): string;
}
