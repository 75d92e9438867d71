import { plainText } from "../alerting/plain-text.ts";
import type { AlertAction } from "../ports/alert-store.ts";
import { type Html, html } from "./html.ts";
import type { ShownAlert } from "./page-facts.ts";

const EARLIER_SHOWN = 3;
const NOTE_LENGTH = 200;

const SAID: Readonly<Record<AlertAction["action"], string>> = {
  told: "told to people",
  acknowledge: "acknowledged",
  silence: "silenced",
  refute: "called wrong",
};

/** The life of an alert, and its last ones before, as a list of days. */
export function alertHistory({ alert, actions, earlier }: ShownAlert): Html {
  return html`<h4>History</h4><ol class="history">
${earlier
  .slice(0, EARLIER_SHOWN)
  .toReversed()
  .map(
    ({ openedOn, resolvedOn, severity }) =>
      html`<li>${openedOn}: an earlier ${severity} alert, over on ${resolvedOn ?? "no day yet"}</li>`,
  )}
<li>${alert.openedOn}: opened</li>
${actions.map((action) => html`<li>${action.scoredOn}: ${saidText(action)}</li>`)}
${alert.lastMetOn === alert.openedOn ? null : html`<li>${alert.lastMetOn}: holds still</li>`}
</ol>`;
}

function saidText({ action, actor, note, expiresOn }: AlertAction): string {
  if (action === "told") return `${SAID.told} (${plainText(note, NOTE_LENGTH)})`;
  const until = expiresOn === null ? "" : ` until ${expiresOn}`;
  const why = note === "" ? "" : `: ${plainText(note, NOTE_LENGTH)}`;
  return `${SAID[action]} by ${plainText(actor, NOTE_LENGTH)}${until}${why}`;
}
