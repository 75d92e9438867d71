import { isUtcDay } from "#core/model/utc-day.ts";
import { ownConfig } from "#lib/local/command-line/own-config.ts";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { UsageError } from "#lib/local/command-line/usage-error.ts";
import { EXPLAIN } from "#lib/local/commands/explain.ts";
import { explainDay } from "#lib/local/explain/explain-day.ts";
import { explanationLines } from "#lib/local/explain/print-explanation.ts";
import { storedProvenance } from "#lib/local/explain/stored-provenance.ts";
import { closeStores, databaseSettingsOf, storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";

await runCommand(EXPLAIN, async ({ values: { resource, metric, date }, terminal }) => {
  if (resource === undefined || metric === undefined || date === undefined)
    throw new UsageError("give --resource NAME, --metric METRIC and --date YYYY-MM-DD");
  if (!isUtcDay(date)) throw new UsageError(`--date ${date}: a day such as 2026-11-21 is accepted`);
  const environment = readEnvironment();
  const config = await ownConfig(environment);
  try {
    const explanation = await explainDay({ resource, metric, date }, config, await storesOf(environment));
    const provenance = await storedProvenance(await databaseSettingsOf(environment), explanation);
    const definition = config.metrics[metric];
    if (definition !== undefined)
      for (const line of explanationLines(explanation, definition)) terminal.print(line);
    if (provenance !== null) {
      const isSame =
        provenance.configHash === config.hash ? "the config of now" : `the config of now is ${config.hash}`;
      terminal.print(
        `Stored by run ${provenance.runId}, code ${provenance.codeVersion}, config ${provenance.configHash} (${isSame})`,
      );
    }
    terminal.json({ ...explanation, provenance, configHash: config.hash });
    return explanation.differences.length === 0;
  } finally {
    await closeStores();
  }
});
