import { enableCompileCache } from "node:module";
import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { guardNetwork } from "./network-guard.ts";
import type { WorkerAnswer, WorkerCall, WorkerStart } from "./protocol.ts";

const { code, openPorts }: WorkerStart = workerData;
// Functions are started again and again with the same code.
enableCompileCache();
guardNetwork(new Set(openPorts));
const { handler }: { handler: (event: unknown, context: unknown) => Promise<unknown> } = await import(code);

parentPort?.on("message", async ({ callId, event, probedPort }: WorkerCall) => {
  try {
    const answer = probedPort === undefined ? await handler(event, {}) : await canConnect(probedPort);
    reply({ callId, answer });
  } catch (thrown) {
    const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
    reply({ callId, error: { name, message } });
  }
});
reply({ callId: 0 });

function reply(answer: WorkerAnswer): void {
  parentPort?.postMessage(answer);
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
