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

/**
 * The life of an alert, and its last ones before, as a list of days. @param alike - other open alerts of its series and side: the sentence
 * beside the list speaks of all of them, so their days are among it
 */
export function alertHistory(
  { alert, actions, earlier }: ShownAlert,
  alike: readonly Pick<ShownAlert, "alert" | "actions">[],
): Html {
  const isOne = alike.length === 0;
  const all = [{ alert, actions }, ...alike];
  const life = [
    ...all.map(({ alert: one }) => ({
      day: one.openedOn,
      text: isOne ? "opened" : `opened (${one.class})`,
    })),
    ...all.flatMap(({ actions: said }) =>
      said.map((action) => ({ day: action.scoredOn, text: saidText(action) })),
    ),
  ];
  const lines = life.toSorted((a, b) => a.day.localeCompare(b.day)).map(({ day, text }) => `${day}: ${text}`);
  return html`<h4>History</h4><ol class="history">
${earlier
  .slice(0, EARLIER_SHOWN)
  .toReversed()
  .map(
    ({ openedOn, resolvedOn, severity }) =>
      html`<li>${openedOn}: an earlier ${severity} alert, over on ${resolvedOn ?? "no day yet"}</li>`,
  )}
${[...new Set(lines)].map((line) => html`<li>${line}</li>`)}
${alert.lastMetOn === alert.openedOn ? null : html`<li>${alert.lastMetOn}: holds still</li>`}
</ol>`;
}

function saidText({ action, actor, note, expiresOn }: AlertAction): string {
  if (action === "told") return `${SAID.told} (${plainText(note, NOTE_LENGTH)})`;
  const until = expiresOn === null ? "" : ` until ${expiresOn}`;
  const why = note === "" ? "" : `: ${plainText(note, NOTE_LENGTH)}`;
  return `${SAID[action]} by ${plainText(actor, NOTE_LENGTH)}${until}${why}`;
}
