import { grouped } from "../alerting/counted.ts";
import type { StepLog } from "../ports/stores.ts";
import { type Html, html } from "./html.ts";
import type { RunFacts } from "./page-facts.ts";

const MS_PER_SECOND = 1000;

/** How the page came about: the stages with what they took and said, their time and their price. */
export function runSection(run: RunFacts): Html {
  const warnings = run.steps.flatMap(({ step, warnings: texts }) => texts.map((text) => `${step}: ${text}`));
  return html`<section aria-labelledby="run"><h2 id="run">The run</h2>
<p class="sub">${run.runId} collected ${run.from} to ${run.to}, began ${run.startedAt.slice(0, 16).replace("T", " ")} UTC, and cost $${run.costUsd.toFixed(3)} of CloudWatch.</p>
${warnings.length === 0 ? null : html`<ul class="warnings">${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`}
<details><summary>Stages</summary><table><thead><tr><th scope="col">stage</th><th scope="col">state</th><th scope="col" class="number">in</th><th scope="col" class="number">out</th><th scope="col" class="number">left out</th><th scope="col" class="number extra">calls</th><th scope="col" class="number">seconds</th></tr></thead><tbody>
${run.steps.map(stepRow)}</tbody></table></details>
<p class="sub">Environment ${run.environment}, config ${run.configHash}, code ${run.codeVersion}. Durations of shards that ran beside each other are added up.</p>
</section>`;
}

function stepRow({ step, state, inCount, outCount, skippedCount, apiCalls, durationMs }: StepLog): Html {
  const counts = [inCount, outCount, skippedCount].map(
    (count) => html`<td class="number">${grouped(count ?? 0)}</td>`,
  );
  const seconds = durationMs === null ? "" : (durationMs / MS_PER_SECOND).toFixed(1);
  return html`<tr><th scope="row">${step}</th><td>${state}</td>${counts}<td class="number extra">${grouped(apiCalls ?? 0)}</td><td class="number">${seconds}</td></tr>
`;
}
