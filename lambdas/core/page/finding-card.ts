import { inDays } from "../alerting/counted.ts";
import { expectedInWords, explainAlert, limitStatisticInWords } from "../alerting/explain-alert.ts";
import { betweenInWords } from "../alerting/forecast-days-in-words.ts";
import { formatValue } from "../alerting/format-value.ts";
import { type SeriesSentence, seriesSentences } from "../alerting/series-sentences.ts";
import type { PageMedia } from "../ports/page-media.ts";
import { alertHistory } from "./alert-history.ts";
import { answerList } from "./answer-list.ts";
import { chartFigure } from "./chart-figure.ts";
import { consoleLink } from "./console-link.ts";
import { type Html, html } from "./html.ts";
import type { Finding, ShownAlert } from "./page-facts.ts";
import { nameOf } from "./sort-findings.ts";

/** One resource to look at: what is wrong in words, the control chart of its worst series, forecast and history. */
export function findingCard(finding: Finding, place: { readonly rank: number }, media: PageMedia): Html {
  const id = `finding-${place.rank}`;
  const [worst] = finding.alerts;
  return html`<article class="card" aria-labelledby="${id}">
<header>
<h3 id="${id}"><span class="rank">${place.rank}</span> ${nameOf(finding)}</h3>
<p class="badges">${finding.alerts.some(({ isNew }) => isNew) ? html`<span class="badge new">new today</span> ` : null}${worst === undefined ? null : badges(worst)}</p>
<p class="place">${placeOf(finding)}</p>
</header>
<div class="finding">
<div class="reasons">
${worst === undefined ? null : headline(worst)}
<ul>${reasons(finding).map(({ text }) => html`<li>${text}</li>`)}</ul>
${oneByMetric(finding.alerts).map(forecastCallout)}
${worst === undefined ? null : html`${alertHistory(worst, alikeOf(worst, finding))}${answerList(worst.alert)}`}
</div>
${worst === undefined ? null : chartFigure(worst, id, media)}
</div>
</article>
`;
}

/** The worst value in large, and what was expected in its place. */
function headline({ alert, metric }: ShownAlert): Html | null {
  if (metric === null) return null;
  const judged = alert.class === "limit" ? limitStatisticInWords(metric) : null;
  const statistic = judged === null ? null : `${judged}; `;
  return html`<p class="now">${metric.title} <strong>${formatValue(alert.value, metric.unit)}</strong> <small>${statistic}${expectedInWords(alert, metric)}</small></p>`;
}

/** A sentence for each series of the resource that is out of order; what is forecast stands below them. */
function reasons({ alerts }: Finding): SeriesSentence[] {
  const metrics = Object.fromEntries(alerts.map(({ alert, metric }) => [alert.metric, metric ?? undefined]));
  return seriesSentences(
    alerts.map(({ alert }) => alert),
    metrics,
    { withForecast: false },
  );
}

/** The reason of an alert in one sentence. */
export function reason({ alert, metric }: ShownAlert): string {
  return metric === null ? `${alert.metric}, since ${alert.openedOn}` : explainAlert(alert, metric);
}

function badges({ alert }: ShownAlert): Html {
  const state = alert.state === "acknowledged" ? html` <span class="badge">acknowledged</span>` : null;
  return html`<span class="badge ${alert.severity}">${alert.severity}</span>${state}`;
}

function placeOf(finding: Finding): Html {
  const { resource } = finding;
  if (resource === null) return html`not in the inventory`;
  const link = consoleLink(resource);
  const words = [
    finding.typeTitle,
    ...(resource.instanceClass === null ? [] : [resource.instanceClass]),
    `${resource.accountId} ${resource.region}`,
    `owner ${resource.owner ?? "nobody"}`,
  ].join(" · ");
  return html`${words}${link === null ? null : html` · <a href="${link}">AWS console</a>`}`;
}

/** The other alerts of its series and side. */
function alikeOf(worst: ShownAlert, { alerts }: Finding): ShownAlert[] {
  return alerts.filter(
    (one) =>
      one !== worst &&
      one.alert.metric === worst.alert.metric &&
      one.alert.direction === worst.alert.direction,
  );
}

/** Several alerts may speak of one series; its forecast is said once. */
function oneByMetric(alerts: readonly ShownAlert[]): readonly ShownAlert[] {
  return [...new Map(alerts.map((shown) => [shown.alert.metric, shown])).values()];
}

function forecastCallout({ forecast, metric }: ShownAlert): Html | null {
  if (forecast === null || metric === null) return null;
  const { days, limitValue } = forecast;
  const statistic = limitStatisticInWords(metric);
  const what = statistic === null ? metric.title : `${metric.title} (${statistic})`;
  const about = days < 1 ? null : "about ";
  const between = betweenInWords(forecast);
  const range = between === null ? null : ` Four times in five: ${between}.`;
  return html`<p class="forecast">${what} reaches ${formatValue(limitValue, metric.unit)} in ${about}<strong>${inDays(days)}</strong>.${range}</p>`;
}
