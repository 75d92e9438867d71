import { counted, grouped } from "../alerting/counted.ts";
import type { Verdict } from "../ports/score-store.ts";
import { coverageTotals, typeTotals } from "./coverage-totals.ts";
import { type Html, html } from "./html.ts";
import type { CoverageFacts, Gap, PageFacts, TypeCoverage } from "./page-facts.ts";

const STALE_SHOWN = 10;

const WHY: Partial<Readonly<Record<Verdict, string>>> = {
  learning: "fewer than 14 days of history",
  partial: "the source answered for part of the day only",
  no_data: "the source had nothing for the day",
  not_available: "cannot be collected for that day",
};

/** What the day did not show: series by type and state, and which of them said nothing, with the reason. */
export function coverageSection({ coverage, metrics }: PageFacts): Html {
  const totals = coverageTotals(coverage);
  return html`<section aria-labelledby="coverage"><h2 id="coverage">What we do not see</h2>
<p class="sub">${grouped(totals.judged)} of ${counted(totals.expected, "series", "series")} were judged, ${grouped(totals.learning)} still learn, ${grouped(totals.unseen)} said nothing.</p>
<table><thead><tr><th scope="col">type</th><th scope="col" class="number">resources</th><th scope="col" class="number">judged</th><th scope="col" class="number">learning</th><th scope="col" class="number">no data</th><th scope="col" class="number">excluded</th><th scope="col" class="number extra">not applicable</th></tr></thead><tbody>
${coverage.types.map(typeRow)}</tbody></table>
${gapsTable(coverage.gaps, metrics)}
${staleText(coverage)}
</section>`;
}

function typeRow(type: TypeCoverage): Html {
  const { judged, learning, unseen } = typeTotals(type);
  const cells = [type.resources, judged, learning, unseen, type.excluded].map(
    (count) => html`<td class="number">${grouped(count)}</td>`,
  );
  return html`<tr><th scope="row">${type.title}</th>${cells}<td class="number extra">${grouped(type.notApplicable)}</td></tr>
`;
}

function gapsTable(gaps: readonly Gap[], metrics: PageFacts["metrics"]): Html | null {
  if (gaps.length === 0) return null;
  return html`<table><thead><tr><th scope="col">metric</th><th scope="col" class="number">series</th><th scope="col">why</th><th scope="col">of</th></tr></thead><tbody>
${gaps.map((gap) => gapRow(gap, metrics))}</tbody></table>`;
}

function gapRow(gap: Gap, metrics: PageFacts["metrics"]): Html {
  const { metric, verdict, count, resources, moreResources } = gap;
  const what =
    metric === null
      ? html`every metric`
      : html`${metrics[metric]?.title ?? metric}<br><small>${metric}</small>`;
  return html`<tr><th scope="row">${what}</th><td class="number">${grouped(count)}</td><td>${WHY[verdict] ?? verdict}</td><td>${resources.join(", ")}${moreResources > 0 ? ` and ${grouped(moreResources)} more` : null}</td></tr>
`;
}

function staleText({ stale }: CoverageFacts): Html | null {
  if (stale.length === 0) return null;
  const more = stale.length - STALE_SHOWN;
  return html`<p>Could not be asked for, shown as last described: ${stale.slice(0, STALE_SHOWN).join(", ")}${more > 0 ? ` and ${grouped(more)} more` : null}.</p>`;
}
