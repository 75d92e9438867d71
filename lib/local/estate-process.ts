import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { startOfDay } from "#core/model/utc-day.ts";
import type { EstateOptions } from "./estate/create-estate.ts";
import type { EstateServers } from "./estate-server.ts";
import { createEstateControls } from "./simulated-http/estate-controls.ts";

const PROGRAM = fileURLToPath(new URL("./estate-main.ts", import.meta.url));
/** Room for the estate, 38 MB of kept columns and the largest answers, so that a leak ends as an error and not as a slow machine. */
const HEAP_MB = 512;
const STOP_TIMEOUT_MS = 5_000;

const Addresses = z.object({
  awsUrl: z.url(),
  prometheusUrl: z.url(),
  gatewayUrl: z.url(),
  gatewayToken: z.string(),
});

/** The servers of an estate in a process of their own. */
export interface EstateProcess extends EstateServers {
  readonly pid: number;
}

/**
 * Makes an estate and runs its servers in a child process, so that they neither slow down nor share memory with what is measured.
 * The child ends with this process. The clock starts at the beginning of the estate's last day, or at `clock` (epoch seconds).
 *
 * @throws Error if the child ends before its servers are up
 */
export async function startEstateProcess(
  options: EstateOptions & { readonly clock?: number },
): Promise<EstateProcess> {
  const { clock = startOfDay(options.lastDay), hasIncidents = true, ...days } = options;
  const child = fork(PROGRAM, [JSON.stringify({ ...days, hasIncidents, clock })], {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const addresses = await addressesFrom(child);
  // The channel must not keep this process alive when all else is done.
  child.unref();
  child.channel?.unref();
  return {
    ...addresses,
    ...createEstateControls(addresses.awsUrl),
    pid: child.pid ?? -1,
    stop: () => stop(child),
  };
}

async function addressesFrom(child: ChildProcess): Promise<z.infer<typeof Addresses>> {
  const outcome = await Promise.race([
    once(child, "message").then(([message]) => ({ message })),
    once(child, "exit").then(([code]) => ({ code })),
  ]);
  if ("code" in outcome) {
    throw new Error(`the estate's process ended with code ${outcome.code} before its servers were up`);
  }
  return Addresses.parse(outcome.message);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const gone = once(child, "exit");
  const impatience = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  child.kill("SIGTERM");
  await gone;
  clearTimeout(impatience);
}
