import { fileURLToPath } from "node:url";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { askedOf } from "#lib/local/alerts/asked-of.ts";
import { answerLines } from "#lib/local/alerts/print-answer.ts";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { ALERTS } from "#lib/local/commands/alerts.ts";
import { operateAlerts } from "#operations/alerts-operations/run.ts";
import { now } from "#runtime/clock.ts";
import { closeStores, storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";

const CONFIG = fileURLToPath(new URL("../config", import.meta.url));

await runCommand(ALERTS, async ({ values: { alert, note, by, until, all }, action, terminal }) => {
  const event = askedOf(action, { alert, note, by, until, all });
  try {
    const environment = readEnvironment();
    const answer = await operateAlerts(event, { stores: await storesOf(environment), now });
    const { CONFIG_DIRECTORY, PIPELINE_ENVIRONMENT } = environment;
    const metrics =
      answer.action === "show"
        ? (await loadConfig(CONFIG_DIRECTORY ?? CONFIG, PIPELINE_ENVIRONMENT ?? null)).metrics
        : {};
    for (const line of answerLines(answer, metrics)) terminal.print(line);
    terminal.json(answer);
    return true;
  } finally {
    await closeStores();
  }
});
