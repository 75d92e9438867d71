import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { atExit } from "./at-exit.ts";
import { findExecutable } from "./find-executable.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";

const KEPT_LINES_COUNT = 50;
const PROBE_EVERY_MS = 20;

/** @see startChildServer */
export interface ChildServerOptions {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** The server gets PATH and this, nothing else of this process: credentials stay here. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Asked again and again until true; a rejection counts as "not yet". */
  readonly isReady: (server: ChildServer) => Promise<boolean>;
  /** Default 30 s. */
  readonly readyTimeoutMs?: number;
  /** What asks this server to end without waiting for its clients. Default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** How long the server may take to end before it is killed. Default 10 s. */
  readonly stopTimeoutMs?: number;
}

/** A server that runs as a child of this process. */
export interface ChildServer {
  readonly pid: number;
  readonly isRunning: () => boolean;
  /** The newest lines of its output, for error messages. */
  readonly lastLines: () => string;
  /** Ends it in order (`stopSignal`, then SIGKILL after `stopTimeoutMs`) and resolves when it is gone. */
  readonly stop: () => Promise<void>;
  /** SIGKILL: what a power cut would leave. Resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

/**
 * Starts a server and resolves when it is ready. It never outlives this process: it is killed at exit and, where `setpriv` exists
 * (Linux), by the kernel even if this process is killed.
 *
 * @throws ServiceUnavailable with the server's last lines if it ends or is not ready in time
 */
export async function startChildServer(options: ChildServerOptions): Promise<ChildServer> {
  const lines: string[] = [];
  const child = spawnTied(options);
  const failedToStart = new Promise<string>((resolve) =>
    child.once("error", (error) => resolve(error.message)),
  );
  keepLines(child.stdout, lines);
  keepLines(child.stderr, lines);
  const forget = atExit(() => child.kill("SIGKILL"));
  const server: ChildServer = {
    pid: child.pid ?? -1,
    isRunning: () => isRunning(child),
    lastLines: () => lines.join("\n"),
    stop: () => end(child, options.stopSignal ?? "SIGTERM", options.stopTimeoutMs ?? 10_000),
    kill: () => end(child, "SIGKILL", 0),
  };
  child.once("exit", forget);
  if (child.pid === undefined) {
    forget();
    throw new ServiceUnavailable(`${options.name} cannot be started: ${await failedToStart}`);
  }
  await waitUntilReady(options, server);
  return server;
}

/** Not every setpriv knows the flag: that of BusyBox does not. */
let tie: readonly string[] | undefined;

function tieToThisProcess(): readonly string[] {
  if (tie === undefined) {
    const setpriv = findExecutable(["setpriv"]);
    const command = [setpriv ?? "", "--pdeathsig", "KILL", "--"];
    const isUsable = setpriv !== undefined && spawnSync(setpriv, [...command.slice(1), "true"]).status === 0;
    tie = isUsable ? command : [];
  }
  return tie;
}

function spawnTied(options: ChildServerOptions): ChildProcess {
  const [file, ...args] = [...tieToThisProcess(), options.file, ...options.args];
  return spawn(file ?? options.file, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { PATH: process.env.PATH ?? "/usr/bin:/bin", LANG: "C.UTF-8", ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C reaches a whole process group: the server must outlast it until this process has ended it in order.
    detached: true,
    ...options.user,
  });
}

async function waitUntilReady(options: ChildServerOptions, server: ChildServer): Promise<void> {
  const timeoutMs = options.readyTimeoutMs ?? 30_000;
  const deadline = performance.now() + timeoutMs;
  while (server.isRunning()) {
    if (await options.isReady(server).catch(() => false)) {
      return;
    }
    if (performance.now() > deadline) {
      await server.kill();
      throw new ServiceUnavailable(
        `${options.name} was not ready after ${timeoutMs} ms:\n${server.lastLines()}`,
      );
    }
    await sleep(PROBE_EVERY_MS);
  }
  // Its last words may still be in the pipe.
  await sleep(PROBE_EVERY_MS);
  throw new ServiceUnavailable(`${options.name} ended before it was ready:\n${server.lastLines()}`);
}

function keepLines(stream: Readable | null, lines: string[]): void {
  if (stream === null) {
    return;
  }
  createInterface({ input: stream }).on("line", (line) => {
    lines.push(line);
    if (lines.length > KEPT_LINES_COUNT) {
      lines.shift();
    }
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals, patienceMs: number): Promise<void> {
  if (!isRunning(child)) {
    return;
  }
  const gone = once(child, "exit");
  const impatience = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  child.kill(signal);
  await gone;
  clearTimeout(impatience);
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}
