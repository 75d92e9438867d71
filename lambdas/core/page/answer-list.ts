import { alertId } from "../alerting/alert-id.ts";
import { type Answer, answerCommand } from "../alerting/answer-command.ts";
import type { AlertRow } from "../ports/alert-store.ts";
import { type Html, html } from "./html.ts";

const MEANINGS: readonly (readonly [Answer, string])[] = [
  ["acknowledge", "I look after it"],
  ["silence", "Not until a day"],
  ["refute", "Not a problem"],
];

/** What a reader can say of an alert, as commands to copy; folded away until they are wanted. */
export function answerList(alert: AlertRow): Html {
  const id = alertId(alert);
  const answers = MEANINGS.map(
    ([answer, meaning]) => html`<dt>${meaning}</dt><dd><code>${answerCommand(answer, id)}</code></dd>`,
  );
  return html`<details class="answers"><summary>Acknowledge, silence or refute</summary><dl>${answers}</dl></details>`;
}
