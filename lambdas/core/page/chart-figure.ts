import { formatValue } from "../alerting/format-value.ts";
import { rangeInWords } from "../alerting/range-in-words.ts";
import { STATISTIC_IN_WORDS } from "../alerting/statistic-in-words.ts";
import type { MetricDefinition } from "../model/metric-definition.ts";
import type { PageMedia } from "../ports/page-media.ts";
import type { ScoreRow } from "../ports/score-store.ts";
import { chartScale } from "./chart-scale.ts";
import { type ControlChart, controlChart, rangeOf } from "./control-chart.ts";
import { type Html, html, trusted } from "./html.ts";
import type { ShownAlert } from "./page-facts.ts";

/** Newest days that the table beside a chart spells out. */
const TABLE_DAYS = 14;

/** The control chart of an alert with its legend, and its newest days as a table for those who do not see it. */
export function chartFigure(shown: ShownAlert, id: string, media: PageMedia): Html | null {
  const { metric, series, alert } = shown;
  const chart = metric === null ? null : controlChart(series, metric, alert);
  if (metric === null || chart === null) return null;
  const { unit } = chartScale(chart);
  return html`<figure>
<figcaption>${metric.title}, ${STATISTIC_IN_WORDS[metric.scoredStatistic]} of each day${unit === "" ? null : `, ${unit}`}</figcaption>
<div class="chart" role="img" aria-label="${chartInWords(shown, metric, chart)}">${trusted(media.paintControlChart(chart, id))}</div>
${legend(chart, metric)}
<details><summary>The last ${Math.min(TABLE_DAYS, series.length)} days as a table</summary>${seriesTable(series.slice(-TABLE_DAYS), metric)}</details>
</figure>`;
}

function chartInWords({ alert }: ShownAlert, metric: MetricDefinition, chart: ControlChart): string {
  const last = chart.values.findLast((value) => value !== null) ?? null;
  const beyond = chart.marks.filter(({ kind }) => kind === "beyond").length;
  return `Control chart of ${metric.title} from ${chart.days[0]} on: ${formatValue(last, metric.unit)} at the end, ${beyond} days beyond the expected range, alert open since ${alert.openedOn}. The table below has the newest days.`;
}

function legend(chart: ControlChart, metric: MetricDefinition): Html {
  const kinds = new Set(chart.marks.map(({ kind }) => kind));
  const entries: readonly (readonly [boolean, string, string])[] = [
    [true, "value", "value"],
    [
      chart.limitValues.length > 0,
      "judged",
      `${STATISTIC_IN_WORDS[metric.limitStatistic]}, which limits are judged on`,
    ],
    [chart.low.some((value) => value !== null), "range", "expected range"],
    [kinds.has("beyond"), "beyond", "beyond it"],
    [kinds.has("pattern"), "pattern", "pattern of several days"],
    [
      chart.limits.length > 0,
      "limit",
      `limit ${chart.limits.map((limit) => formatValue(limit, metric.unit)).join(", ")}`,
    ],
    [chart.forecast !== null, "ahead", "forecast"],
    [chart.open !== null && chart.open.from < chart.open.to, "open", "alert open"],
  ];
  const shown = entries.filter(([isShown]) => isShown);
  return html`<ul class="legend" aria-hidden="true">${shown.map(([, name, text]) => html`<li><i class="key ${name}"></i>${text}</li>`)}</ul>`;
}

function seriesTable(rows: readonly ScoreRow[], metric: MetricDefinition): Html {
  return html`<table><thead><tr><th scope="col">day</th><th scope="col">value</th><th scope="col">expected</th><th scope="col">Z</th><th scope="col">verdict</th></tr></thead><tbody>
${rows.toReversed().map((row) => seriesRow(row, metric))}</tbody></table>`;
}

function seriesRow(row: ScoreRow, metric: MetricDefinition): Html {
  const { low, high } = rangeOf(row);
  const expected = rangeInWords(low, high, metric) ?? "not yet";
  const z = row.z === null ? "" : row.z.toFixed(1);
  return html`<tr><th scope="row">${row.date}</th><td>${formatValue(row.value, metric.unit)}</td><td>${expected}</td><td>${z}</td><td>${row.verdict.replaceAll("_", " ")}</td></tr>
`;
}
