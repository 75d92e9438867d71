import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startChildServer } from "./child-server.ts";
import type { OnProgress } from "./debian-package.ts";
import { freePort } from "./free-port.ts";
import { answersOk } from "./probe.ts";
import { type ExecutableOrigin, provideExecutable } from "./provide-executable.ts";
import type { RunningRedis } from "./redis.ts";
import { type Restartable, type RunningServer, runningServer } from "./running-server.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

/** @see startRedisExporter */
export interface RedisExporterOptions {
  /** Those of them that have a password: the exporter must know it. */
  readonly passwordProtected?: readonly RunningRedis[];
  readonly origin?: ExecutableOrigin;
  readonly onProgress?: OnProgress;
}

/** `url` is `http://127.0.0.1:port`. */
export interface RunningRedisExporter extends RunningServer, Restartable {
  /** `127.0.0.1:port`, as Prometheus wants it. */
  readonly address: string;
}

/**
 * Starts redis_exporter for several targets: `GET /scrape?target=redis://host:port` asks that Redis. No target is asked by itself.
 *
 * @throws ServiceUnavailable if there is none for this machine
 */
export async function startRedisExporter(options: RedisExporterOptions = {}): Promise<RunningRedisExporter> {
  const program = await provideExecutable({
    names: ["redis_exporter", "prometheus-redis-exporter"],
    debianPackages: ["prometheus-redis-exporter"],
    origin: options.origin,
    onProgress: options.onProgress,
  });
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const directory = temporaryDirectory("redis-exporter");
  const passwordFile = join(directory.path, "passwords.json");
  const passwords = (options.passwordProtected ?? []).map((redis) => [redis.address, redis.password ?? ""]);
  await writeFile(passwordFile, JSON.stringify(Object.fromEntries(passwords)), { mode: 0o600 });
  const server = await runningServer({
    url: `http://${address}`,
    port,
    cleanUp: directory.remove,
    start: () =>
      startChildServer({
        name: "redis_exporter",
        file: program.file,
        args: [`--web.listen-address=${address}`, "--redis.addr=", `--redis.password-file=${passwordFile}`],
        environment: program.environment,
        isReady: () => answersOk(`http://${address}/health`),
      }),
  });
  return Object.assign(server, { address });
}
