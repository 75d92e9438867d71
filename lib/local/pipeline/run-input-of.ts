import { SOURCES } from "#core/model/resource.ts";
import { MAX_BACKFILL_DAYS, RunInput } from "#core/model/run.ts";
import type { OptionValues } from "../command-line/command.ts";
import { UsageError, wholeNumber } from "../command-line/usage-error.ts";
import type { PIPELINE } from "../commands/pipeline.ts";

type Options = Partial<OptionValues<typeof PIPELINE.options>>;

/** The option that a field of the input comes from. */
const OPTION_OF: Readonly<Record<string, string>> = {
  runDate: "--date",
  from: "--from",
  to: "--to",
  backfillDays: "--backfill",
  only: "--only",
};

/**
 * The input of the run that was asked for. What is wrong whatever the day is refused here; the rest is for 00-open-run.
 *
 * @throws UsageError in the words of the options
 * @example runInputOf({ date: "2026-11-21", only: "redis,rds" }) // { runDate: "2026-11-21", only: ["redis", "rds"] }
 */
export function runInputOf(options: Options): RunInput {
  const { date, from, to, backfill, only, check, "dry-run": dryRun, "take-over": takeOver } = options;
  if (takeOver && (dryRun || check))
    throw new UsageError("--take-over ends another run: it goes with neither --dry-run nor --check");
  const typed = {
    runDate: date,
    from,
    to,
    backfillDays:
      backfill === undefined
        ? undefined
        : wholeNumber("--backfill", backfill, { min: 1, max: MAX_BACKFILL_DAYS }),
    only: only?.split(",").map((source) => source.trim()),
    dryRun: dryRun || undefined,
    check: check || undefined,
  };
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
  const parsed = RunInput.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map(({ path, message }) => inWords(path, message)).join("\n"));
}

function inWords([field, index]: readonly PropertyKey[], message: string): string {
  if (field === "only" && index !== undefined)
    return `--only: some of ${SOURCES.join(",")} are accepted, with commas between`;
  if (field !== undefined) return `${OPTION_OF[String(field)]}: ${message}`;
  return message.replaceAll(/`(\w+)`/g, (_, name: string) => OPTION_OF[name] ?? name);
}
