import { counted, grouped } from "../alerting/counted.ts";
import { fleetWall } from "./fleet-wall.ts";
import { HEALTH_BANDS, healthBand } from "./health-class.ts";
import { healthStrip } from "./health-strip.ts";
import { type Html, html } from "./html.ts";
import type { FleetRow, PageFacts } from "./page-facts.ts";
import { shortDay } from "./short-day.ts";

/** Rows that are shown without being asked for: a screen or two. */
const ROWS_AT_ONCE = 30;

/** Health of the whole fleet, worst first: a line per resource with the colours of its last days. */
export function fleetSection(facts: PageFacts): Html {
  const { fleet, fleetDays } = facts;
  const [first, last] = [fleetDays[0], fleetDays.at(-1)];
  const rest = fleet.slice(ROWS_AT_ONCE);
  return html`<section aria-labelledby="fleet"><h2 id="fleet">Health of the fleet</h2>
<p class="sub">${counted(fleet.length, "resource")}, worst first; ${first === undefined || last === undefined ? "no days" : `each strip runs from ${shortDay(first)} to ${shortDay(last)}`}. ${bandsInWords(fleet)}</p>
<ul class="legend">${HEALTH_BANDS.map(({ name, title }) => html`<li><i class="key ${name}"></i>${title}</li>`)}<li><i class="key none"></i>could not be judged</li></ul>
${fleetWall(fleet)}
${fleetTable(fleet.slice(0, ROWS_AT_ONCE), facts)}
${rest.length === 0 ? null : html`<details><summary>${counted(rest.length, "more resource")}</summary>${fleetTable(rest, facts)}</details>`}
</section>`;
}

function bandsInWords(fleet: readonly FleetRow[]): string {
  const today = fleet.map(({ scores }) => healthBand(scores.at(-1) ?? null));
  const count = (name: string | null) => today.filter((band) => band === name).length;
  const bands = HEALTH_BANDS.map(({ name, title }) => `${title}: ${grouped(count(name))}`);
  return `Today ${[...bands, `without a score: ${grouped(count(null))}`].join("; ")}.`;
}

function fleetTable(rows: readonly FleetRow[], facts: PageFacts): Html {
  return html`<table class="fleet"><thead><tr><th scope="col">resource</th><th scope="col" class="type">type</th><th scope="col">last ${facts.fleetDays.length} days</th><th scope="col" class="number">today</th><th scope="col" class="extra">costs it the most</th></tr></thead><tbody>
${rows.map((row) => fleetRow(row, facts))}</tbody></table>`;
}

function fleetRow({ resource, typeTitle, scores, worstMetric }: FleetRow, { metrics }: PageFacts): Html {
  const today = scores.at(-1) ?? null;
  const worst = worstMetric === null ? "" : (metrics[worstMetric]?.title ?? worstMetric);
  return html`<tr><th scope="row">${resource.name}</th><td class="type">${typeTitle}</td><td>${healthStrip(scores)}</td><td class="number">${today === null ? "–" : Math.round(today)}</td><td class="extra">${worst}</td></tr>
`;
}
