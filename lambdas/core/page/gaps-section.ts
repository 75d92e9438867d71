import type { GapRow } from "../reports/gap-analysis.ts";
import { type Html, html } from "./html.ts";
import type { PageFacts, ReportDocument } from "./page-facts.ts";

/** What nobody watches around this system, and what that costs in blindness; the run's reports say the rest. */
export function gapsSection({ reports, run }: PageFacts): Html {
  const body =
    reports.state === "made"
      ? html`<p class="sub">What the other monitoring leaves open, and what each gap costs in blindness. In full: ${links(reports.documents)}.</p>
${gapsTable(reports.gaps.filter(({ isOpen }) => isOpen))}`
      : html`<p class="sub">The reports of this run could not be made (${reports.why}). <code>npm run reports -- --run ${run.runId}</code> makes them.</p>`;
  return html`<section aria-labelledby="gaps"><h2 id="gaps">What nobody watches</h2>
${body}
</section>`;
}

function links(documents: readonly ReportDocument[]): Html[] {
  return documents.map(({ title, address }, index) => {
    const between = index === 0 ? null : index === documents.length - 1 ? " and " : ", ";
    return html`${between}<a href="${address}">${title}</a>`;
  });
}

function gapsTable(gaps: readonly GapRow[]): Html {
  if (gaps.length === 0) return html`<p>No gap is known.</p>`;
  return html`<table class="gaps"><thead><tr><th scope="col">system</th><th scope="col">gap</th><th scope="col">what it costs in blindness</th></tr></thead><tbody>
${gaps.map(gapRow)}</tbody></table>`;
}

function gapRow({ system, seen, gap, blindness }: GapRow): Html {
  return html`<tr><th scope="row">${system}<br><small class="extra">${seen}</small></th><td>${gap}</td><td>${blindness}</td></tr>
`;
}
