import { parseArgs } from "node:util";
import {
  type Command,
  type CommandOptions,
  EXIT_CODES,
  HELP_OPTION,
  helpText,
  type OptionValues,
} from "./command.ts";
import { failureText } from "./failure-text.ts";
import { printable } from "./printable.ts";
import { listenForStops, type Stopping } from "./stopping.ts";
import { type Terminal, terminalOn } from "./terminal.ts";
import { isUsageError, UsageError } from "./usage-error.ts";

export interface CommandRun<Options extends CommandOptions> {
  readonly values: OptionValues<Options>;
  /** The first word, one of the command's actions; null for a command that has none. */
  readonly action: string | null;
  readonly terminal: Terminal;
  /** What to do at the first Ctrl-C instead of ending at once; the second one ends at once. */
  readonly onInterrupt: Stopping["onInterrupt"];
  /** What to do when nobody reads the results any more; a command without either ends at once. */
  readonly onUnread: Stopping["onUnread"];
  /** True after Ctrl-C: there is nothing to wait for but what has to be given back. */
  readonly isStopping: () => boolean;
}

/**
 * Runs a command as people expect it: `--help`, wrong options as exit code 2, errors as one sentence with what to do next, Ctrl-C
 * that stops cleanly (child processes end with this one). `main` answers whether it succeeded; what is slow to load it imports
 * itself, so that `--help` answers at once.
 *
 * @example
 * await runCommand(SAMPLE, async ({ values, terminal }) => {
 *   terminal.print("taken");
 *   return true;
 * });
 */
export async function runCommand<const Options extends CommandOptions>(
  command: Command<Options>,
  main: (run: CommandRun<Options>) => Promise<boolean>,
): Promise<void> {
  const stopping = listenForStops();
  try {
    const { values, positionals } = parseArgs({
      options: { ...command.options, ...HELP_OPTION },
      strict: true,
      allowPositionals: command.actions !== undefined,
    });
    const flags: Readonly<Record<string, unknown>> = values;
    for (const [option, value] of Object.entries(flags))
      if (value === "") throw new UsageError(`--${option}: the value is empty`);
    if (flags.help === true) {
      process.stdout.write(`${helpText(command)}\n`);
      return;
    }
    const terminal = terminalOn(process.stdout, process.stderr, flags.json === true);
    const { onInterrupt, onUnread } = stopping;
    const isStopping = () => stopping.exitCode() !== null;
    const action = actionOf(command, positionals);
    const isDone = await main({ values, action, terminal, onInterrupt, onUnread, isStopping });
    process.exitCode = isDone ? EXIT_CODES.ok.code : EXIT_CODES.failed.code;
  } catch (error) {
    process.exitCode = report(error, command);
  } finally {
    stopping.end();
  }
}

function actionOf({ actions }: Command, words: readonly string[]): string | null {
  if (actions === undefined) return null;
  const [action = "", ...more] = words;
  if (Object.hasOwn(actions, action) && more.length === 0) return action;
  throw new UsageError(`give one of ${Object.keys(actions).join(", ")}, and the rest as options`);
}

function report(error: unknown, { name }: Command): number {
  if (isUsageError(error)) {
    process.stderr.write(`${error.message}\nnpm run ${name} -- --help shows what is accepted.\n`);
    return EXIT_CODES.usage.code;
  }
  process.stderr.write(`${printable(failureText(error))}\n`);
  if ((process.env.DEBUG ?? "") !== "" && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return EXIT_CODES.failed.code;
}
