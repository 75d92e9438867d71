const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;
const SIGPIPE = 13;
const SIGNAL_BASE = 128;
const FAILED = 1;
/** npm passes Ctrl-C on to a command that the terminal has told of it already: what follows this soon is the same Ctrl-C. */
const SAME_SIGNAL_MS = 500;
/** Of a pipe whose reader ended, and of a terminal that was closed. */
const NOBODY_READS = ["EPIPE", "EIO", "ERR_STREAM_DESTROYED"];

/** Ends a command before its time: by a signal, or because nobody reads its results any more. */
export interface Stopping {
  /** What to do at the first signal instead of ending at once. */
  readonly onInterrupt: (stop: () => void) => void;
  /** What to do when standard output is closed, as `| head -1` does. Without it, a command that can be interrupted goes on to its end. */
  readonly onUnread: (stop: () => void) => void;
  /** The exit code of a command that was stopped; null: it was not. */
  readonly exitCode: () => number | null;
  /** No longer listens. A stopped command ends now, whatever else still waits for an answer. */
  readonly end: () => void;
}

/** Without something to stop, the process ends, and whatever waits for its end (child processes, folders) is cleared up. */
export function listenForStops(): Stopping {
  let stop: (() => void) | null = null;
  let stopUnread: (() => void) | null = null;
  let code: number | null = null;
  let stoppedAt = Number.NEGATIVE_INFINITY;
  const onSignal = (_: NodeJS.Signals, number: number) => {
    const isFirst = stoppedAt === Number.NEGATIVE_INFINITY;
    if (!isFirst && performance.now() - stoppedAt < SAME_SIGNAL_MS) return;
    stoppedAt = performance.now();
    code = SIGNAL_BASE + number;
    if (stop === null || !isFirst) process.exit(code);
    process.stderr.write("\nstopping; once more to end at once\n");
    stop();
  };
  const onLostOutput = (error: NodeJS.ErrnoException) => {
    if (code !== null) return;
    const isUnread = NOBODY_READS.includes(error.code ?? "");
    if (!isUnread) process.stderr.write(`standard output cannot be written: ${error.message}\n`);
    const lostCode = isUnread ? SIGNAL_BASE + SIGPIPE : FAILED;
    if (stop === null) process.exit(lostCode);
    if (stopUnread === null) return;
    code = lostCode;
    stopUnread();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.stdout.on("error", onLostOutput);
  // Nobody is left to tell; the work goes on.
  process.stderr.on("error", () => undefined);
  return {
    onInterrupt: (wanted) => {
      stop = wanted;
    },
    onUnread: (wanted) => {
      stopUnread = wanted;
    },
    exitCode: () => code,
    end: () => {
      if (code !== null) process.exit(code);
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
