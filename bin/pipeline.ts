import { randomBytes } from "node:crypto";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { PIPELINE } from "#lib/local/commands/pipeline.ts";
import { printSteps } from "#lib/local/pipeline/print-steps.ts";
import { runInputOf } from "#lib/local/pipeline/run-input-of.ts";
import { stageProgress } from "#lib/local/pipeline/stage-progress.ts";
import { tellFailures } from "#lib/local/pipeline/tell-failures.ts";

await runCommand(PIPELINE, async ({ values, terminal, onInterrupt, isStopping }) => {
  const input = runInputOf(values);
  process.env.LOG_LEVEL ??= "silent";
  const { localPipeline } = await import("#lib/local/pipeline/local-run.ts");
  const { summariseRun } = await import("#lib/local/pipeline/final-state.ts");
  const { takeOver } = await import("#lib/local/pipeline/take-over.ts");
  if (values["take-over"]) terminal.note(await takeOver());
  const progress = stageProgress(terminal);
  const pipeline = localPipeline({
    publish: async ({ subject, message }) => terminal.print(`\n--- message: ${subject}\n${message}\n---`),
    onEvent: (event) => {
      if (event.type === "StateEntered") progress(event.state.name);
    },
    onFailure: tellFailures(terminal.note),
  });
  onInterrupt(() => pipeline.abort());
  try {
    const name = `local-${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}-${randomBytes(2).toString("hex")}`;
    const result = await pipeline.run(input, name);
    const summary = summariseRun(result);
    printSteps(name, summary, terminal);
    terminal.json({ runId: name, ...summary });
    const isWell = ["COMPLETE", "PARTIAL"].includes(summary.state) || result.status === "SUCCEEDED";
    return isWell && summary.checks.every(({ ok }) => ok);
  } finally {
    if (!isStopping()) await pipeline.close();
  }
});
