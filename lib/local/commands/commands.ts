import type { Command } from "../command-line/command.ts";
import { ALERTS } from "./alerts.ts";
import { BACKTEST } from "./backtest.ts";
import { BENCH } from "./bench.ts";
import { COUNT_CALLS } from "./count-calls.ts";
import { DEMO } from "./demo.ts";
import { EVALUATE } from "./evaluate.ts";
import { EXPLAIN } from "./explain.ts";
import { GENERATE } from "./generate.ts";
import { MIGRATE } from "./migrate.ts";
import { PIPELINE } from "./pipeline.ts";
import { REPORTS } from "./reports.ts";
import { SAMPLE } from "./sample.ts";
import { SCREENSHOTS } from "./screenshots.ts";

/** Every command that a person starts with `npm run`, in the order of docs/commands.md. */
export const COMMANDS: readonly Command[] = [
  DEMO,
  MIGRATE,
  PIPELINE,
  SAMPLE,
  REPORTS,
  ALERTS,
  EXPLAIN,
  BACKTEST,
  EVALUATE,
  BENCH,
  COUNT_CALLS,
  SCREENSHOTS,
  GENERATE,
];
