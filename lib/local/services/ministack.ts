import { delimiter, dirname } from "node:path";
import { startChildServer } from "./child-server.ts";
import type { OnProgress } from "./debian-package.ts";
import { freePort } from "./free-port.ts";
import { mendMinistack } from "./ministack-fixes.ts";
import { answersOk } from "./probe.ts";
import { installPythonPackage } from "./python-package.ts";
import { type RunningServer, runningServer } from "./running-server.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const VERSION = "1.5.33";
/** Name of the set of fixes: a new one makes a new entry of the cache. */
const FIXES = "fixes2";

/** @see startMinistack */
export interface MinistackOptions {
  /** What every function finds in its environment beside its own variables, such as the endpoints of services that are simulated elsewhere. */
  readonly functionEnvironment: Readonly<Record<string, string>>;
  readonly onProgress?: OnProgress;
}

/** Account of everything that is deployed onto the emulator. */
export const EMULATED_ACCOUNT = "000000000000";

/**
 * Starts the AWS emulator MiniStack on a free port of 127.0.0.1. It keeps its state in memory, runs Node functions as processes with
 * this process' Node, and does not enforce IAM.
 *
 * @returns its `url` is for AWS_ENDPOINT_URL
 * @throws ServiceUnavailable without python3 or PyPI
 */
export async function startMinistack(options: MinistackOptions): Promise<RunningServer> {
  const python = await installPythonPackage({
    name: "ministack",
    version: VERSION,
    variant: FIXES,
    prepare: mendMinistack,
    onProgress: options.onProgress,
  });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const directory = temporaryDirectory("ministack");
  return runningServer({
    url,
    port,
    cleanUp: directory.remove,
    start: () =>
      startChildServer({
        name: `ministack ${VERSION}`,
        file: python,
        args: ["-m", "ministack"],
        cwd: directory.path,
        environment: {
          PATH: [dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
          BIND_HOST: "127.0.0.1",
          GATEWAY_PORT: String(port),
          MINISTACK_HOST: "127.0.0.1",
          MINISTACK_ACCOUNT_ID: EMULATED_ACCOUNT,
          TMPDIR: directory.path,
          S3_DATA_DIR: directory.path,
          LOG_LEVEL: "info",
          ...options.functionEnvironment,
        },
        isReady: () => answersOk(`${url}/_ministack/health`),
        readyTimeoutMs: 60_000,
        stopTimeoutMs: 3_000,
      }),
  });
}
