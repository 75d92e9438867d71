const tasks = new Set<() => void>();
const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
let isArmed = false;

/**
 * Runs `task`, which must be synchronous, when this process ends by itself, by an uncaught error or by SIGINT, SIGTERM or SIGHUP.
 * The task registered last runs first. Nothing runs on SIGKILL.
 *
 * @returns takes the task back
 */
export function atExit(task: () => void): () => void {
  arm();
  tasks.add(task);
  return () => {
    tasks.delete(task);
  };
}

function arm(): void {
  if (isArmed) {
    return;
  }
  isArmed = true;
  process.on("exit", runAll);
  for (const signal of ENDING_SIGNALS) {
    process.on(signal, () => endBy(signal));
  }
}

/** Whoever else listens to the signal ends this process in order, and "exit" follows; alone, the signal must have its usual effect. */
function endBy(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) {
    return;
  }
  runAll();
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

function runAll(): void {
  for (const task of [...tasks].reverse()) {
    tasks.delete(task);
    task();
  }
}
