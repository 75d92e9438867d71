import { counted } from "../alerting/counted.ts";
import { reason } from "./finding-card.ts";
import { type Html, html } from "./html.ts";
import type { Finding } from "./page-facts.ts";
import { nameOf } from "./sort-findings.ts";

const ROWS_AT_ONCE = 20;

/** Open alerts that had no notification of their own: supported by no prediction, over the day's budget, told in a digest, or known before people were told anything. */
export function heldBackSection(findings: readonly Finding[]): Html | null {
  if (findings.length === 0) return null;
  const rest = findings.slice(ROWS_AT_ONCE);
  return html`<section aria-labelledby="held-back"><h2 id="held-back">Held back</h2>
<p class="sub">${counted(findings.length, "resource")} with open alerts that got no message of their own: nothing but the specification's plain rules supports them, the day's budget was spent on worse ones, or they were so when monitoring began.</p>
${heldBackTable(findings.slice(0, ROWS_AT_ONCE))}
${rest.length === 0 ? null : html`<details><summary>${counted(rest.length, "more resource")}</summary>${heldBackTable(rest)}</details>`}
</section>`;
}

function heldBackTable(findings: readonly Finding[]): Html {
  return html`<table><thead><tr><th scope="col">resource</th><th scope="col" class="type">type</th><th scope="col">why</th></tr></thead><tbody>
${findings.map(heldBackRow)}</tbody></table>`;
}

function heldBackRow(finding: Finding): Html {
  const [worst] = finding.alerts;
  const more = finding.alerts.length - 1;
  return html`<tr><th scope="row">${nameOf(finding)}</th><td class="type">${finding.typeTitle}</td><td>${worst === undefined ? "" : reason(worst)}${more > 0 ? ` (and ${more} more)` : null}</td></tr>
`;
}
