import type { parseArgs } from "node:util";

/** One `--option` of a command: what node:util parses, and what a person reads. */
export interface CommandOption {
  readonly type: "string" | "boolean";
  readonly default?: string | boolean;
  /** Placeholder of the value, such as `DIR`; absent for a switch. */
  readonly value?: string;
  readonly says: string;
}

export type CommandOptions = Readonly<Record<string, CommandOption>>;

/** A command as people see it: its help, its part of docs/commands.md and its options are made from this. */
export interface Command<Options extends CommandOptions = CommandOptions> {
  /** Name of the npm script. */
  readonly name: string;
  readonly summary: string;
  /** What its first word may be, and what that does; absent for a command that does one thing. */
  readonly actions?: Readonly<Record<string, string>>;
  readonly options: Options;
  /** What to type after `npm run`, and what it does. */
  readonly examples: readonly (readonly [line: string, says: string])[];
  /** Environment variables that it reads, and more to know; one paragraph a line. */
  readonly notes: readonly string[];
  /** What is special about its exit code; the codes themselves are those of {@link EXIT_CODES}. */
  readonly exits?: string;
}

/** What an exit code means, for every command. */
export const EXIT_CODES = {
  ok: { code: 0, says: "done; a run that is PARTIAL counts, as in the console" },
  failed: { code: 1, says: "failed or refused; the last line says what to do next" },
  usage: { code: 2, says: "wrong options: nothing was done" },
  interrupted: {
    code: 130,
    says: "stopped by Ctrl-C, cleanly; by SIGTERM 143, by a closed terminal 129, by a closed pipe 141",
  },
} as const;

/** Values of a command's options as node:util parses them. */
export type OptionValues<Options extends CommandOptions> = ReturnType<
  typeof parseArgs<{ options: Options & typeof HELP_OPTION; strict: true }>
>["values"];

export const HELP_OPTION = { help: { type: "boolean", default: false, says: "this text" } } as const;

const COLUMN = 26;

/**
 * Keeps the literal types of a definition's options, so that their values are typed.
 * @example export const MIGRATE = command({ name: "migrate", summary: "…", options: {}, examples: [], notes: [] });
 */
export function command<const Options extends CommandOptions>(
  definition: Command<Options>,
): Command<Options> {
  return definition;
}

/** What `--help` prints. */
export function helpText({ name, summary, actions, options, examples, notes, exits }: Command): string {
  const line = (left: string, right: string) => `  ${left.padEnd(COLUMN - 2)}  ${right}`;
  const all: CommandOptions = { ...options, ...HELP_OPTION };
  const optionLines = Object.entries(all).map(([option, { value, says }]) =>
    line(`--${option}${value === undefined ? "" : ` ${value}`}`, says),
  );
  const actionLines = Object.entries(actions ?? {}).map(([action, says]) => line(action, says));
  const scriptLines = "json" in options ? ["", jsonForScripts(name, actions)] : [];
  const exampleLines = examples.flatMap(([typed, says]) => [`  npm run ${typed}`, `      ${says}`]);
  const exitLines = Object.values(EXIT_CODES).map(({ code, says }) => line(String(code), says));
  return [
    `npm run ${name} -- ${actions === undefined ? "" : "ACTION "}[options]`,
    `  ${summary}`,
    ...(actions === undefined ? [] : ["", "Actions", ...actionLines]),
    "",
    "Options",
    ...optionLines,
    "",
    "Examples",
    ...exampleLines,
    ...scriptLines,
    ...(notes.length === 0 ? [] : ["", ...notes]),
    "",
    "Exit codes",
    ...exitLines,
    ...(exits === undefined ? [] : [`  ${exits}`]),
  ].join("\n");
}

/** npm prints two lines of its own on standard output unless it is asked not to. */
function jsonForScripts(name: string, actions: Command["actions"]): string {
  const [first] = Object.keys(actions ?? {});
  return `For a script: npm run --silent ${name} -- ${first === undefined ? "" : `${first} `}--json`;
}
