import { styleText } from "node:util";
import { harmlessJson } from "#core/model/harmless-json.ts";
import { printable } from "./printable.ts";

const CLEAR_LINE = "\r\u001b[2K";
const BAR_WIDTH = 24;
/** A line of progress that does not fit would wrap, and could not be rewritten. */
const USUAL_COLUMNS = 80;

/** What a stream has to be for people's eyes: a subset of `process.stdout`. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export type Style = "good" | "bad" | "warning" | "dim";

const STYLES = { good: "green", bad: "red", warning: "yellow", dim: "dim" } as const;

/** Where a command speaks: results on standard output, everything else on standard error, so that a pipe gets results only. */
export interface Terminal {
  /** True if somebody sees the progress as it goes. */
  readonly isWatched: boolean;
  /** A line of the result. With `--json` it goes to standard error: standard output holds one JSON value and nothing else. */
  print(line: string): void;
  /** The result for a script; printed if `--json` was given. */
  json(value: unknown): void;
  /** A line about what is going on. */
  note(line: string): void;
  /** How far long work is: a bar that rewrites itself, or, where nobody watches, a line each time that the text changes. */
  progress(state: { readonly done: number; readonly of: number; readonly text: string }): void;
  /** Text in a colour, where standard output is a terminal and NO_COLOR is not set. */
  styled(style: Style, text: string): string;
}

/** A terminal over two streams. `isJson`: standard output is kept for one JSON value. */
export function terminalOn(out: OutputStream, error: OutputStream, isJson: boolean): Terminal {
  let drawn = false;
  let lastText = "";
  const clear = () => {
    if (drawn) error.write(CLEAR_LINE);
    drawn = false;
  };
  const write = (stream: OutputStream, line: string) => {
    clear();
    stream.write(`${line}\n`);
  };
  const lineTo = (stream: OutputStream) => (line: string) => write(stream, printable(line));
  return {
    isWatched: error.isTTY === true,
    print: lineTo(isJson ? error : out),
    note: lineTo(error),
    json(value) {
      if (isJson) write(out, harmlessJson(value));
    },
    progress({ done, of, text }) {
      if (error.isTTY === true) {
        error.write(`${CLEAR_LINE}${barLine(done, of, text).slice(0, (error.columns ?? USUAL_COLUMNS) - 1)}`);
        drawn = true;
      } else if (text !== lastText) error.write(`${done}/${of} ${text}\n`);
      lastText = text;
    },
    styled: (style, text) =>
      hasColours(out) ? styleText(STYLES[style], text, { validateStream: false }) : text,
  };
}

/** Colours only where somebody sees them and did not ask to be spared (https://no-color.org: any value but an empty one). */
function hasColours(stream: OutputStream): boolean {
  return stream.isTTY === true && (process.env.NO_COLOR ?? "") === "" && process.env.TERM !== "dumb";
}

function barLine(done: number, of: number, text: string): string {
  const filled = of === 0 ? 0 : Math.round((BAR_WIDTH * Math.min(done, of)) / of);
  return `[${"#".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}] ${done}/${of} ${text}`;
}
