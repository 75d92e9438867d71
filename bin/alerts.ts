import { askedOf } from "#lib/local/alerts/asked-of.ts";
import { answerLines } from "#lib/local/alerts/print-answer.ts";
import { ownConfig } from "#lib/local/command-line/own-config.ts";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { ALERTS } from "#lib/local/commands/alerts.ts";
import { operateAlerts } from "#operations/alerts-operations/run.ts";
import { now } from "#runtime/clock.ts";
import { closeStores, storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";

await runCommand(ALERTS, async ({ values: { alert, note, by, until, all }, action, terminal }) => {
  const event = askedOf(action, { alert, note, by, until, all });
  try {
    const environment = readEnvironment();
    const answer = await operateAlerts(event, { stores: await storesOf(environment), now });
    const metrics = answer.action === "show" ? (await ownConfig(environment)).metrics : {};
    for (const line of answerLines(answer, metrics)) terminal.print(line);
    terminal.json(answer);
    return true;
  } finally {
    await closeStores();
  }
});
