import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { WorkerAnswer, WorkerCall, WorkerStart } from "./protocol.ts";

/** A function in a thread of its own. */
export interface RunningFunction {
  /** One call, answered or thrown as the handler did. */
  readonly call: (event: unknown) => Promise<unknown>;
  /** Whether the function could open a connection to a port of 127.0.0.1. */
  readonly reaches: (port: number) => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

/**
 * Loads a bundled function in a thread with an environment of its own, nothing of this process' in it, and a network that ends at the open
 * ports.
 */
export async function startFunction(
  start: WorkerStart,
  environment: Readonly<Record<string, string>>,
): Promise<RunningFunction> {
  const worker = new Worker(new URL("./main.ts", import.meta.url), {
    workerData: start,
    env: { ...environment },
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdout: true,
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  worker.on("message", ({ callId, answer, error }: WorkerAnswer) => {
    const call = waiting.get(callId);
    waiting.delete(callId);
    if (error === undefined) call?.resolve(answer);
    else call?.reject(Object.assign(new Error(error.message), { name: error.name }));
  });
  worker.on("error", (error) => {
    for (const { reject } of waiting.values()) reject(error);
  });
  let lastCallId = 0;
  const send = (call: Omit<WorkerCall, "callId">): Promise<unknown> => {
    lastCallId += 1;
    const waitingCall = Promise.withResolvers<unknown>();
    waiting.set(lastCallId, waitingCall);
    worker.postMessage({ callId: lastCallId, ...call });
    return waitingCall.promise;
  };
  await once(worker, "message");
  return {
    call: (event) => send({ event }),
    reaches: async (probedPort) => (await send({ event: null, probedPort })) === true,
    stop: async () => void (await worker.terminate()),
  };
}
