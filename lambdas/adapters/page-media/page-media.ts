import { createHash } from "node:crypto";
import type { PageMedia } from "#core/ports/page-media.ts";
import { paintControlChart } from "./paint-control-chart.ts";

/** Charts by ECharts, hashes by Node. */
export const pageMedia: PageMedia = {
  paintControlChart,
  sha256Base64: (text) => createHash("sha256").update(text).digest("base64"),
};
