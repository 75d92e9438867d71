import { parseArgs } from "node:util";
import { StageError } from "#core/model/stage-error.ts";
import { type BacktestReport, runBacktest } from "#lib/local/backtest/run-backtest.ts";

const HELP = `npm run backtest -- --input FILE.csv --out OUT.csv     what the engine would have told, day by day

  --input   series,timestamp,value and optionally resource (groups series) and limit (for forecast_days)
  --out     one row per series and day
  --labels  series,from,to: also precision, recall, lead and false notifications
  --budget  notifications a day over the whole file, or off (default 5)`;

const OPTIONS = {
  input: { type: "string" },
  out: { type: "string" },
  labels: { type: "string" },
  budget: { type: "string", default: "5" },
  help: { type: "boolean", default: false },
} as const;

function budgetOf(text: string): number {
  if (text === "off") return Number.POSITIVE_INFINITY;
  if (/^\d+$/.test(text)) return Number(text);
  throw new StageError(
    "InputInvalid",
    `--budget is "${text}": use a whole number of notifications a day, or off`,
  );
}

function print({ figures, unknownLabels, ...report }: BacktestReport): void {
  console.log(
    `${report.series} series, ${report.seriesDays} series-days, ${report.alertDays} alert days, ${report.notifications} notifications, ${report.heldBack} held back for the digest`,
  );
  for (const name of unknownLabels)
    console.error(`labels name series ${name}, which the input does not have`);
  if (figures === null) return;
  const number = (value: number | null) => (value === null ? "cannot say" : value.toFixed(3));
  console.log(`labels                                   ${figures.labels}`);
  console.log(`precision of alert days                  ${number(figures.precision)}`);
  console.log(`recall of labels                         ${number(figures.recall)}`);
  console.log(`median lead, days to the label's end     ${number(figures.medianLeadDays)}`);
  console.log(`false notifications / 1,000 series-days  ${number(figures.falseNotificationsPer1000)}`);
}

try {
  const { values } = parseArgs({ options: OPTIONS, strict: true });
  if (values.help) console.log(HELP);
  else {
    const { input, out, labels } = values;
    if (input === undefined || out === undefined) {
      throw new StageError("InputInvalid", "give --input FILE.csv and --out OUT.csv");
    }
    print(await runBacktest({ input, output: out, labels: labels ?? null, budget: budgetOf(values.budget) }));
  }
} catch (error) {
  const isUsage = error instanceof TypeError && "code" in error;
  if (!(error instanceof StageError) && !isUsage) throw error;
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = 1;
}
