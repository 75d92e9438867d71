import type { RunSummary } from "./final-state.ts";

const WIDTHS = { step: 22, state: 8, count: 9 };

/** Prints a run as a table: a line per stage with what came in, went out and was left out; of a check, what was tried. */
export function printSteps(name: string, summary: RunSummary, print: (line: string) => void): void {
  const range = summary.from === null ? "" : `, ${summary.from} to ${summary.to}`;
  print(`run ${name}: ${summary.state}${range}`);
  for (const { what, ok, detail } of summary.checks) print(`  ${ok ? "ok " : "NOT"}  ${what}: ${detail}`);
  for (const step of summary.checks.length > 0 ? [] : summary.steps) {
    const counts = [step.inCount, step.outCount, step.skippedCount].map((count) =>
      String(count ?? "").padStart(WIDTHS.count),
    );
    const seconds = `${((step.durationMs ?? 0) / 1000).toFixed(1)} s`.padStart(WIDTHS.count);
    print(`  ${step.step.padEnd(WIDTHS.step)}${step.state.padEnd(WIDTHS.state)}${counts.join("")}${seconds}`);
  }
  for (const warning of summary.warnings) print(`  ! ${warning}`);
  if (summary.error !== null) print(`  ${summary.error}`);
}
