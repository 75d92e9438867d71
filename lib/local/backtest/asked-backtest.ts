import { resolve } from "node:path";
import type { OptionValues } from "../command-line/command.ts";
import { UsageError, wholeNumber } from "../command-line/usage-error.ts";
import type { BACKTEST } from "../commands/backtest.ts";

type Values = OptionValues<typeof BACKTEST.options>;

/** A backtest over a file. */
export interface AskedFile {
  readonly kind: "file";
  readonly input: string;
  readonly output: string;
  readonly labels: string | null;
  readonly config: string | null;
  /** Notifications a day; Infinity for no limit. */
  readonly budget: number;
}

/** A backtest over the newest days of the database. */
export interface AskedDatabase {
  readonly kind: "database";
  readonly days: number;
  readonly isEveryDay: boolean;
  readonly output: string | null;
  readonly config: string | null;
  /** Null: as the config says. */
  readonly budget: number | null;
}

const MOST_NOTIFICATIONS = 1_000_000;
const DEFAULT_BUDGET = 5;
const DEFAULT_DAYS = 60;
/** Longer than the tables keep their rows. */
const MOST_DAYS = 400;

/** What was typed. @throws UsageError naming what does not go together */
export function askedBacktest(values: Values): AskedFile | AskedDatabase {
  const budget = values.budget === undefined ? null : budgetOf(values.budget);
  const { input, out, labels, days, config = null } = values;
  refuseOverwriting({ input, labels, config: values.config }, out);
  if (values["from-db"]) {
    if (input !== undefined || labels !== undefined)
      throw new UsageError("--from-db reads the database: leave --input and --labels out");
    return {
      ...{ kind: "database", config, budget, output: out ?? null, isEveryDay: values["every-day"] },
      days: days === undefined ? DEFAULT_DAYS : wholeNumber("--days", days, { min: 1, max: MOST_DAYS }),
    };
  }
  if (days !== undefined || values["every-day"])
    throw new UsageError("--days and --every-day go with --from-db");
  if (input === undefined || out === undefined)
    throw new UsageError("give --input FILE.csv and --out FILE.csv, or --from-db");
  return {
    kind: "file",
    input,
    output: out,
    labels: labels ?? null,
    config,
    budget: budget ?? DEFAULT_BUDGET,
  };
}

/** The output is opened before the work, and would empty what it is made from. */
function refuseOverwriting(
  read: Readonly<Record<string, string | undefined>>,
  out: string | undefined,
): void {
  for (const [option, file] of Object.entries(read))
    if (file !== undefined && out !== undefined && resolve(file) === resolve(out))
      throw new UsageError(`--out ${out}: it is also --${option}, which would be lost`);
}

function budgetOf(text: string): number {
  if (text === "off") return Number.POSITIVE_INFINITY;
  return wholeNumber("--budget", text, { min: 0, max: MOST_NOTIFICATIONS });
}
