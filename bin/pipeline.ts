import { randomBytes } from "node:crypto";
import type { OptionValues } from "#lib/local/command-line/command.ts";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { PIPELINE } from "#lib/local/commands/pipeline.ts";
import { printSteps } from "#lib/local/pipeline/print-steps.ts";
import { stageProgress } from "#lib/local/pipeline/stage-progress.ts";

function inputOf(values: OptionValues<typeof PIPELINE.options>): Record<string, unknown> {
  return {
    ...(values.date === undefined ? {} : { runDate: values.date }),
    ...(values.from === undefined ? {} : { from: values.from }),
    ...(values.to === undefined ? {} : { to: values.to }),
    ...(values.backfill === undefined ? {} : { backfillDays: Number(values.backfill) }),
    ...(values.only === undefined ? {} : { only: values.only.split(",") }),
    ...(values["dry-run"] ? { dryRun: true } : {}),
    ...(values.check ? { check: true } : {}),
  };
}

await runCommand(PIPELINE, async ({ values, terminal, onInterrupt, isStopping }) => {
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
      if (event.type === "StateRetried" && event.state.name === "00-open-run")
        terminal.note("another run holds the lease: waiting");
    },
  });
  onInterrupt(() => pipeline.abort());
  try {
    const name = `local-${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}-${randomBytes(2).toString("hex")}`;
    const result = await pipeline.run(inputOf(values), name);
    const summary = summariseRun(result);
    printSteps(name, summary, terminal);
    terminal.json({ runId: name, ...summary });
    return summary.state === "COMPLETE" || summary.state === "PARTIAL" || result.status === "SUCCEEDED";
  } finally {
    if (!isStopping()) await pipeline.close();
  }
});
