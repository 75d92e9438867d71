import { BACKTEST_CONFIG, readBacktestConfig } from "#lib/local/backtest/backtest-config.ts";
import { type BacktestReport, runBacktest } from "#lib/local/backtest/run-backtest.ts";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import type { Terminal } from "#lib/local/command-line/terminal.ts";
import { UsageError, wholeNumber } from "#lib/local/command-line/usage-error.ts";
import { BACKTEST } from "#lib/local/commands/backtest.ts";

const MOST_NOTIFICATIONS = 1_000_000;

function budgetOf(text: string): number {
  if (text === "off") return Number.POSITIVE_INFINITY;
  return wholeNumber("--budget", text, { min: 0, max: MOST_NOTIFICATIONS });
}

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

await runCommand(BACKTEST, async ({ values: { input, out, labels, budget, config }, terminal }) => {
  if (input === undefined || out === undefined)
    throw new UsageError("give --input FILE.csv and --out FILE.csv");
  const report = await runBacktest({
    input,
    output: out,
    labels: labels ?? null,
    budget: budgetOf(budget),
    config: config === undefined ? BACKTEST_CONFIG : readBacktestConfig(config),
  });
  print(report, terminal);
  terminal.json(report);
  return true;
});
