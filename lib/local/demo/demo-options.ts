import { parseArgs } from "node:util";

export const DEMO_HELP = `npm run demo -- [options]     the whole pipeline over a simulated estate, on this machine

  --days N     daily runs after the 90-day backfill (default 21, at least 1)
  --seed N     another estate: other noise, other victims (default 1)
  --out DIR    also write DIR/summary.json
  --keep       leave the database up and print its URL

Database: DATABASE_URL if set, else mariadbd or mysqld on the machine, else Debian's packages (unpacked, not installed), else a container.`;

/** Where the simulated calendar stands: the same every time, so that the same seed gives the same result. */
export const MONITORING_START = "2026-10-30";
const DEFAULT_DAYS = 21;
const MAX_DAYS = 60;

export interface DemoOptions {
  readonly dailyRuns: number;
  readonly seed: number;
  readonly outDirectory: string | null;
  readonly isKept: boolean;
  readonly isHelp: boolean;
}

/** @throws TypeError of node:util for unknown options, RangeError for numbers that make no sense */
export function demoOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      days: { type: "string", default: String(DEFAULT_DAYS) },
      seed: { type: "string", default: "1" },
      out: { type: "string" },
      keep: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return {
    dailyRuns: wholeNumber("--days", values.days, 1, MAX_DAYS),
    seed: wholeNumber("--seed", values.seed, 0, 2 ** 31),
    outDirectory: values.out ?? null,
    isKept: values.keep,
    isHelp: values.help,
  };
}

function wholeNumber(option: string, text: string, min: number, max: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new RangeError(`${option} ${text}: a whole number from ${min} to ${max} is accepted`);
}
