import { STAGES } from "#contract/stages.ts";
import type { Terminal } from "../command-line/terminal.ts";
import type { DemoObserver, DemoRun } from "./run-demo.ts";

const TITLES = new Map<string, string>(STAGES.map(({ id, title }) => [id, title]));

/** A bar over all runs with the stage that is under way (only where somebody watches), and a line per run. */
export function demoProgress(screen: Terminal, runCount: number): DemoObserver {
  let done = 0;
  return {
    onStage: (runId, stage) => {
      const title = TITLES.get(stage);
      if (title !== undefined && screen.isWatched)
        screen.progress({ done, of: runCount, text: `${runId}  ${stage}: ${title}` });
    },
    onRun: (run) => {
      done += 1;
      screen.print(runLine(run, screen));
      for (const warning of run.warnings) screen.print(`    ${screen.styled("warning", "!")} ${warning}`);
      if (run.error !== null) screen.print(`    ${run.error}`);
    },
    onProgress: (message) => screen.print(`  ${message}`),
  };
}

function runLine(run: DemoRun, screen: Terminal): string {
  const range = run.from === null ? "" : `${run.from} to ${run.to}  `;
  if (run.steps.length === 0)
    return `  ${run.runId}  ${range}${screen.styled("bad", run.state)} after ${run.seconds.toFixed(1)} s`;
  const step = (id: string) => run.steps.find((candidate) => candidate.step === id);
  const values = step("08-persist-metrics")?.outCount ?? 0;
  const stages = run.steps
    .map(({ step: id, durationMs }) => `${id.split("-", 1).join()} ${((durationMs ?? 0) / 1000).toFixed(1)}`)
    .join("  ");
  const state = screen.styled(run.state === "COMPLETE" ? "good" : "bad", run.state.padEnd(8));
  return `  ${run.runId}  ${range}${state} ${run.seconds.toFixed(1).padStart(5)} s  ${String(values).padStart(6)} series-days   stage seconds: ${stages}`;
}
