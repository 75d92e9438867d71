import type { OptionValues } from "../command-line/command.ts";
import { wholeNumber } from "../command-line/usage-error.ts";
import type { DEMO } from "../commands/demo.ts";

/** Where the simulated calendar stands: the same every time, so that the same seed gives the same result. */
export const MONITORING_START = "2026-10-30";
const MAX_DAYS = 60;

export interface DemoOptions {
  readonly dailyRuns: number;
  readonly seed: number;
  readonly outDirectory: string | null;
  readonly isKept: boolean;
}

/** @throws UsageError for numbers that make no sense */
export function demoOptions(values: OptionValues<typeof DEMO.options>): DemoOptions {
  return {
    dailyRuns: wholeNumber("--days", values.days, { min: 1, max: MAX_DAYS }),
    seed: wholeNumber("--seed", values.seed, { min: 0, max: 2 ** 31 }),
    outDirectory: values.out ?? null,
    isKept: values.keep,
  };
}
