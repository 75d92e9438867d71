import { dirname } from "node:path";
import { type AskedDatabase, type AskedFile, askedBacktest } from "#lib/local/backtest/asked-backtest.ts";
import { BACKTEST_CONFIG, readBacktestConfig } from "#lib/local/backtest/backtest-config.ts";
import { backtestDatabase } from "#lib/local/backtest/backtest-database.ts";
import { databaseSettings } from "#lib/local/backtest/database-settings.ts";
import { differenceLines, differenceNotes } from "#lib/local/backtest/print-difference.ts";
import { type BacktestReport, runBacktest } from "#lib/local/backtest/run-backtest.ts";
import { makeOutputFolder } from "#lib/local/command-line/output-folder.ts";
import { ownConfig } from "#lib/local/command-line/own-config.ts";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import type { Terminal } from "#lib/local/command-line/terminal.ts";
import { BACKTEST } from "#lib/local/commands/backtest.ts";
import { databaseOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";

function print({ figures, unknownLabels, ...report }: BacktestReport, { print: line, note }: Terminal): void {
  line(
    `${report.series} series, ${report.seriesDays} series-days, ${report.alertDays} alert days, ${report.notifications} notifications, ${report.heldBack} held back for the digest`,
  );
  for (const name of unknownLabels) note(`labels name series ${name}, which the input does not have`);
  if (figures === null) return;
  const number = (value: number | null) => (value === null ? "cannot say" : value.toFixed(3));
  line(`labels                                   ${figures.labels}`);
  line(`precision of alert days                  ${number(figures.precision)}`);
  line(`recall of labels                         ${number(figures.recall)}`);
  line(`median lead, days to the label's end     ${number(figures.medianLeadDays)}`);
  line(`false notifications / 1,000 series-days  ${number(figures.falseNotificationsPer1000)}`);
}

async function overFile({ config, ...asked }: AskedFile, terminal: Terminal): Promise<void> {
  const settings = config === null ? BACKTEST_CONFIG : readBacktestConfig(config);
  const report = await runBacktest({ ...asked, config: settings });
  print(report, terminal);
  terminal.json(report);
}

async function overDatabase({ config, ...asked }: AskedDatabase, terminal: Terminal): Promise<void> {
  const environment = readEnvironment();
  const pipelines = await ownConfig(environment);
  const settings = databaseSettings({ file: config, budget: asked.budget }, pipelines);
  const database = await databaseOf(environment);
  try {
    const report = await backtestDatabase(database, { ...asked, settings });
    for (const line of differenceLines(report)) terminal.print(line);
    for (const line of differenceNotes(report)) terminal.note(line);
    terminal.json(report);
  } finally {
    await database.pool.end();
  }
}

await runCommand(BACKTEST, async ({ values, terminal }) => {
  const asked = askedBacktest(values);
  if (asked.output !== null) makeOutputFolder(dirname(asked.output));
  await (asked.kind === "file" ? overFile(asked, terminal) : overDatabase(asked, terminal));
  return true;
});
