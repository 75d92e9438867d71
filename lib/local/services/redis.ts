import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startChildServer } from "./child-server.ts";
import type { OnProgress } from "./debian-package.ts";
import { freePort } from "./free-port.ts";
import { firstAnswer } from "./probe.ts";
import { type ExecutableOrigin, provideExecutable } from "./provide-executable.ts";
import { type Restartable, type RunningServer, runningServer } from "./running-server.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

/** @see startRedis */
export interface RedisOptions {
  /** 0 means no limit, and then used/max memory is +Inf in Prometheus. Default 64 MiB. With a limit, the least used keys are evicted. */
  readonly maxMemoryBytes?: number;
  readonly password?: string;
  readonly origin?: ExecutableOrigin;
  readonly onProgress?: OnProgress;
}

/** A throw-away Redis. `url` holds the password, if there is one. */
export interface RunningRedis extends RunningServer, Restartable {
  /** `redis://127.0.0.1:port`, without password: how the exporter and Prometheus name it. */
  readonly address: string;
  readonly password: string | undefined;
}

/**
 * Starts a Redis that stores nothing on disk, on a free port of 127.0.0.1.
 *
 * @throws ServiceUnavailable if there is none for this machine
 * @example const redis = await startRedis({ maxMemoryBytes: 8 * 1024 * 1024 });
 */
export async function startRedis(options: RedisOptions = {}): Promise<RunningRedis> {
  const program = await provideExecutable({
    names: ["redis-server"],
    debianPackages: ["redis-server", "redis-tools"],
    origin: options.origin,
    onProgress: options.onProgress,
  });
  const port = await freePort();
  const { password } = options;
  const directory = temporaryDirectory("redis");
  // In a file, since everybody can read the arguments of a process.
  const settingsFile = join(directory.path, "redis.conf");
  await writeFile(settingsFile, settings(port, directory.path, options), { mode: 0o600 });
  const server = await runningServer({
    url:
      password === undefined
        ? `redis://127.0.0.1:${port}`
        : `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    port,
    cleanUp: directory.remove,
    start: () =>
      startChildServer({
        name: "redis-server",
        file: program.file,
        args: [settingsFile],
        environment: program.environment,
        isReady: async () => /PONG|NOAUTH/.test(await firstAnswer(port, "PING\r\n")),
      }),
  });
  return Object.assign(server, { address: `redis://127.0.0.1:${port}`, password });
}

function settings(port: number, directory: string, options: RedisOptions): string {
  return [
    "bind 127.0.0.1",
    `port ${port}`,
    `dir ${directory}`,
    'save ""',
    "appendonly no",
    `maxmemory ${options.maxMemoryBytes ?? 67_108_864}`,
    "maxmemory-policy allkeys-lru",
    ...(options.password === undefined ? [] : [`requirepass ${JSON.stringify(options.password)}`]),
    "",
  ].join("\n");
}
