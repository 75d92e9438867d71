import { spawn } from "node:child_process";

/** What a finished command left. `output` is stdout and stderr in the order in which they came. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly output: string;
}

/** @see runCommand */
export interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The command is killed after this long, and `exitCode` is null. Default: ten minutes. */
  readonly timeoutMs?: number;
  readonly user?: { readonly uid: number; readonly gid: number };
}

/**
 * Runs a command without a shell and resolves when it ended, whatever its exit code. A program that cannot be started gives exit
 * code null and the reason as output.
 *
 * @example (await runCommand("uname", ["-s"])).stdout; // "Linux\n"
 */
export function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const child = spawn(file, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, LC_ALL: "C.UTF-8", ...options.environment },
    ...options.user,
  });
  // Not spawn's own time-out: that one keeps this process waiting if the program could not be started.
  const impatience = setTimeout(() => child.kill("SIGKILL"), options.timeoutMs ?? 600_000);
  let stdout = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  // A command that ends before it read its input breaks the pipe: its exit code tells the story.
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  return new Promise<CommandResult>((resolve) => {
    child.on("error", (error) => resolve({ exitCode: null, stdout, output: `${output}${error.message}` }));
    child.on("close", (exitCode) => resolve({ exitCode, stdout, output }));
  }).finally(() => clearTimeout(impatience));
}
