import { askedOf } from "#lib/local/alerts/asked-of.ts";
import { answerLines } from "#lib/local/alerts/print-answer.ts";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { ALERTS } from "#lib/local/commands/alerts.ts";
import { operateAlerts } from "#operations/alerts-operations/run.ts";
import { now } from "#runtime/clock.ts";
import { closeStores, storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";

await runCommand(ALERTS, async ({ values: { alert, note, by, until, all }, action, terminal }) => {
  const event = askedOf(action, { alert, note, by, until, all });
  try {
    const answer = await operateAlerts(event, { stores: await storesOf(readEnvironment()), now });
    for (const line of answerLines(answer)) terminal.print(line);
    terminal.json(answer);
    return true;
  } finally {
    await closeStores();
  }
});
