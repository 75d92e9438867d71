import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startChildServer } from "./child-server.ts";
import type { OnProgress } from "./debian-package.ts";
import { freePort } from "./free-port.ts";
import { answersOk } from "./probe.ts";
import { type ExecutableOrigin, provideExecutable } from "./provide-executable.ts";
import { runCommand } from "./run-command.ts";
import { type Restartable, type RunningServer, runningServer } from "./running-server.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

/** @see startPrometheus */
export interface PrometheusOptions {
  /** Default 5. */
  readonly scrapeIntervalSeconds?: number;
  /** `redis://host:port` each: what the series carry as `instance`. */
  readonly redisTargets?: readonly string[];
  /** `host:port` of the redis_exporter that asks those targets; needed with `redisTargets`. */
  readonly exporterAddress?: string;
  /** As Prometheus writes durations; default "90d". Its own default of 15 days deletes older samples at start. */
  readonly retention?: string;
  /** Then every request needs this account, and the answer is 401 without. */
  readonly basicAuth?: { readonly username: string; readonly password: string };
  readonly origin?: ExecutableOrigin;
  readonly onProgress?: OnProgress;
}

/** `url` is `http://127.0.0.1:port`, without the account of `basicAuth`. */
export type RunningPrometheus = RunningServer & Restartable;

/**
 * Starts a Prometheus that asks the given Redis instances through one redis_exporter (job `redis`), on a free port of 127.0.0.1.
 *
 * @throws ServiceUnavailable if there is none for this machine
 * @example
 * const exporter = await startRedisExporter();
 * await startPrometheus({ redisTargets: [redis.address], exporterAddress: exporter.address });
 */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<RunningPrometheus> {
  const { origin, onProgress } = options;
  const program = await provideExecutable({
    names: ["prometheus"],
    debianPackages: ["prometheus"],
    origin,
    onProgress,
  });
  const web = options.basicAuth === undefined ? {} : await webSettings(options.basicAuth, onProgress);
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const directory = temporaryDirectory("prometheus");
  const file = (name: string): string => join(directory.path, name);
  // JSON is YAML.
  await writeFile(file("prometheus.yml"), JSON.stringify(scrapeSettings(options)));
  await writeFile(file("web.yml"), JSON.stringify(web), { mode: 0o600 });
  const headers = authorization(options.basicAuth);
  return runningServer({
    url: `http://${address}`,
    port,
    cleanUp: directory.remove,
    start: () =>
      startChildServer({
        name: "prometheus",
        file: program.file,
        args: [
          `--config.file=${file("prometheus.yml")}`,
          `--web.config.file=${file("web.yml")}`,
          `--web.listen-address=${address}`,
          `--storage.tsdb.path=${file("data")}`,
          `--storage.tsdb.retention.time=${options.retention ?? "90d"}`,
        ],
        environment: program.environment,
        isReady: () => answersOk(`http://${address}/-/ready`, headers),
      }),
  });
}

/** The usual settings of redis_exporter for many targets: the target becomes the instance, the exporter the address to ask. */
function scrapeSettings(options: PrometheusOptions): object {
  const interval = `${options.scrapeIntervalSeconds ?? 5}s`;
  const job = {
    job_name: "redis",
    metrics_path: "/scrape",
    static_configs: [{ targets: options.redisTargets ?? [] }],
    relabel_configs: [
      { source_labels: ["__address__"], target_label: "__param_target" },
      { source_labels: ["__param_target"], target_label: "instance" },
      { target_label: "__address__", replacement: options.exporterAddress ?? "" },
    ],
  };
  return {
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
    scrape_configs: options.exporterAddress === undefined ? [] : [job],
  };
}

/** Prometheus stores only a bcrypt hash of the password, which Node cannot make. */
async function webSettings(
  account: { readonly username: string; readonly password: string },
  onProgress: OnProgress | undefined,
): Promise<object> {
  const htpasswd = await provideExecutable({
    names: ["htpasswd"],
    debianPackages: ["apache2-utils"],
    onProgress,
  });
  const { exitCode, stdout, output } = await runCommand(htpasswd.file, ["-niB", "user"], {
    environment: htpasswd.environment,
    input: account.password,
  });
  const hash = /^user:(\S+)/.exec(stdout)?.[1];
  if (exitCode !== 0 || hash === undefined) {
    throw new ServiceUnavailable(`htpasswd made no bcrypt hash: ${output.trim()}`);
  }
  return { basic_auth_users: { [account.username]: hash } };
}

function authorization(account: PrometheusOptions["basicAuth"]): Record<string, string> {
  return account === undefined
    ? {}
    : { Authorization: `Basic ${Buffer.from(`${account.username}:${account.password}`).toString("base64")}` };
}
