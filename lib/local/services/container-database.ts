import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { atExit } from "./at-exit.ts";
import type { OnProgress } from "./debian-package.ts";
import { findExecutable } from "./find-executable.ts";
import { freePort } from "./free-port.ts";
import { firstAnswer } from "./probe.ts";
import { runCommand } from "./run-command.ts";
import type { RunningDatabase } from "./running-database.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";

const IMAGE = "docker.io/library/mariadb:10.11";
const READY_TIMEOUT_MS = 60_000;

/**
 * Starts MariaDB in a container of docker or podman, on a free port of 127.0.0.1.
 *
 * @throws ServiceUnavailable without a working engine, or if the image cannot be had
 */
export async function startContainerDatabase(onProgress?: OnProgress): Promise<RunningDatabase> {
  const engine = await workingEngine();
  if (engine === undefined) {
    throw new ServiceUnavailable("neither docker nor podman has a working engine on this machine");
  }
  onProgress?.(`starting ${IMAGE} in a container`);
  const port = await freePort();
  const password = randomBytes(12).toString("hex");
  const name = `pim-mariadb-${process.pid}-${port}`;
  const variables = {
    MARIADB_RANDOM_ROOT_PASSWORD: "1",
    MARIADB_DATABASE: "test",
    MARIADB_USER: "pim",
    MARIADB_PASSWORD: password,
  };
  // Names only: values on the command line can be read by everybody on the machine.
  const passed = Object.keys(variables).flatMap((variable) => ["--env", variable]);
  const flags = ["--detach", "--rm", `--name=${name}`, `--publish=127.0.0.1:${port}:3306`, ...passed];
  const settings = ["--character-set-server=utf8mb4", "--skip-name-resolve", "--default-time-zone=+00:00"];
  const started = await runCommand(engine, ["run", ...flags, IMAGE, ...settings], { environment: variables });
  if (started.exitCode !== 0) {
    throw new ServiceUnavailable(`${engine} could not start ${IMAGE}: ${started.output.trim()}`);
  }
  const forget = atExit(() => spawnSync(engine, ["rm", "--force", name]));
  const stop = async (): Promise<void> => {
    await runCommand(engine, ["rm", "--force", name]);
    forget();
  };
  await waitUntilGreeting(port, stop);
  return {
    url: `mysql://pim:${password}@127.0.0.1:${port}/test`,
    description: `throw-away ${IMAGE} in a container on port ${port}`,
    stop,
  };
}

async function workingEngine(): Promise<string | undefined> {
  for (const name of ["docker", "podman"]) {
    const engine = findExecutable([name]);
    if (engine !== undefined && (await runCommand(engine, ["info"], { timeoutMs: 10_000 })).exitCode === 0) {
      return engine;
    }
  }
  return undefined;
}

/** While the image prepares its data, its server listens inside the container only, so the port does not greet too early. */
async function waitUntilGreeting(port: number, stop: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if ((await firstAnswer(port).catch(() => "")) !== "") {
      return;
    }
    await sleep(200);
  }
  await stop();
  throw new ServiceUnavailable(`${IMAGE} did not answer within ${READY_TIMEOUT_MS} ms`);
}
