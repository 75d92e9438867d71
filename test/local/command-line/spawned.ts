import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

export interface Spawned {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a real command, its output piped, and resolves when it has ended. `onError` sees what it says meanwhile. */
export function runCommandLine(
  name: string,
  args: readonly string[],
  options: {
    /** Beside this process' own; undefined: not set. */
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly onError?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
    /** A stream whose reader is gone from the start. */
    readonly unread?: "stdout" | "stderr";
  } = {},
): Promise<Spawned> {
  const { FORCE_COLOR: _, ...env } = process.env;
  const child = spawn(process.execPath, [`bin/${name}.ts`, ...args], {
    cwd: ROOT,
    env: { ...env, ...options.env },
  });
  if (options.unread !== undefined) child[options.unread].destroy();
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (part) => {
    stdout += String(part);
  });
  child.stderr.on("data", (part) => {
    stderr += String(part);
    options.onError?.(stderr, (signal) => child.kill(signal));
  });
  return new Promise((resolve) => {
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
