import { nextStepOf } from "../command-line/failure-text.ts";
import type { Style, Terminal } from "../command-line/terminal.ts";
import type { RunSummary } from "./final-state.ts";

const WIDTHS = { step: 24, state: 8, count: 9 };
const STYLES: Readonly<Record<string, Style>> = {
  COMPLETE: "good",
  SUCCEEDED: "good",
  PARTIAL: "warning",
  partial: "warning",
  FAILED: "bad",
  failed: "bad",
  SUPERSEDED: "bad",
};

const HEADER = `  ${"stage".padEnd(WIDTHS.step)}${"state".padEnd(WIDTHS.state)}${["in", "out", "left out", "took"].map((column) => column.padStart(WIDTHS.count)).join("")}`;

/** Prints a run as a table: a line per stage with what came in, went out and was left out; of a check, what was tried. */
export function printSteps(name: string, summary: RunSummary, terminal: Terminal): void {
  const { print } = terminal;
  const coloured = (state: string, text: string) => {
    const style = STYLES[state];
    return style === undefined ? text : terminal.styled(style, text);
  };
  const isTable = summary.checks.length === 0 && summary.steps.length > 0;
  const range = summary.from === null ? "" : `, ${summary.from} to ${summary.to}`;
  print(
    summary.checks.length === 0
      ? `run ${name}: ${coloured(summary.state, summary.state)}${range}`
      : `check ${name}: ${summary.checks.filter(({ ok }) => ok).length} of ${summary.checks.length} are ok${range}`,
  );
  for (const { what, ok, detail } of summary.checks)
    print(`  ${ok ? "ok " : terminal.styled("bad", "NOT")}  ${what}: ${detail}`);
  if (isTable) print(terminal.styled("dim", HEADER));
  for (const step of isTable ? summary.steps : []) {
    const counts = [step.inCount, step.outCount, step.skippedCount].map((count) =>
      String(count ?? "").padStart(WIDTHS.count),
    );
    const seconds = `${((step.durationMs ?? 0) / 1000).toFixed(1)} s`.padStart(WIDTHS.count);
    const state = coloured(step.state, step.state.padEnd(WIDTHS.state));
    print(`  ${step.step.padEnd(WIDTHS.step)}${state}${counts.join("")}${seconds}`);
  }
  for (const warning of summary.warnings) print(`  ${terminal.styled("warning", "!")} ${warning}`);
  if (summary.page !== null) print(`  morning page: ${summary.page}`);
  if (summary.error === null) return;
  print(`  ${summary.error}`);
  const next = nextStepOf(summary.error);
  if (next !== null) terminal.note(next);
}
