import { STAGES } from "#contract/stages.ts";
import type { DemoObserver, DemoRun } from "./run-demo.ts";

/** Where progress goes. */
export interface Screen {
  readonly print: (line: string) => void;
  /** Rewrites the current line; absent where output is not a terminal. */
  readonly rewrite?: (line: string) => void;
}

const TITLES = new Map<string, string>(STAGES.map(({ id, title }) => [id, title]));

/** Shows each stage as it begins (on a terminal) and a line per run. */
export function demoProgress(screen: Screen): DemoObserver {
  return {
    onStage: (runId, stage) => {
      const title = TITLES.get(stage);
      if (title !== undefined) screen.rewrite?.(`  ${runId}  ${stage}: ${title}`);
    },
    onRun: (run) => {
      screen.rewrite?.("");
      screen.print(runLine(run));
      for (const warning of run.warnings) screen.print(`    ! ${warning}`);
      if (run.error !== null) screen.print(`    ${run.error}`);
    },
    onProgress: (message) => screen.print(`  ${message}`),
  };
}

function runLine(run: DemoRun): string {
  const step = (id: string) => run.steps.find((candidate) => candidate.step === id);
  const values = step("08-persist-metrics")?.outCount ?? 0;
  const stages = run.steps
    .map(({ step: id, durationMs }) => `${id.slice(0, 2)} ${((durationMs ?? 0) / 1000).toFixed(1)}`)
    .join("  ");
  return `  ${run.runId}  ${run.from} to ${run.to}  ${run.state.padEnd(8)} ${run.seconds.toFixed(1).padStart(5)} s  ${String(values).padStart(6)} series-days   stage seconds: ${stages}`;
}
