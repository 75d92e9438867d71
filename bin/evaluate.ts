import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import { makeOutputFolder } from "#lib/local/command-line/output-folder.ts";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { EVALUATE } from "#lib/local/commands/evaluate.ts";
import { readDemo } from "#lib/local/evaluate/demo-figures.ts";
import { FULL_PLAN, QUICK_PLAN } from "#lib/local/evaluate/evaluation-plan.ts";
import { evaluationReport } from "#lib/local/evaluate/evaluation-report.ts";
import { gateRows } from "#lib/local/evaluate/gate-rows.ts";
import { runEvaluation } from "#lib/local/evaluate/run-evaluation.ts";
import { workedExample, workedExampleSvg } from "#lib/local/evaluate/worked-example.ts";

const Package = z.object({ version: z.string() });
const PACKAGE = new URL("../package.json", import.meta.url);

await runCommand(EVALUATE, async ({ values: { quick, data, demo, out }, terminal }) => {
  makeOutputFolder(dirname(out));
  const figures = demo === undefined ? null : readDemo(demo);
  const { version } = Package.parse(JSON.parse(readFileSync(PACKAGE, "utf8")));
  const evaluation = runEvaluation(quick ? QUICK_PLAN : FULL_PLAN, data, terminal.note);
  writeFileSync(out, evaluationReport(evaluation, figures, version));
  writeFileSync(join(dirname(out), "worked-example.svg"), workedExampleSvg(workedExample()));
  const rows = gateRows(evaluation, figures);
  for (const { what, measured, gate, meets } of rows)
    terminal.print(`${meets.padEnd(8)} ${what}: ${measured} (gate ${gate})`);
  for (const path of evaluation.skipped) terminal.note(`skipped, not at hand: ${path}`);
  terminal.note(`written to ${out}`);
  terminal.json(rows);
  return rows.every(({ meets }) => meets !== "no");
});
