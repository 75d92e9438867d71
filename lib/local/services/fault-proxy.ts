import { connect, createServer, type Server } from "node:net";
import {
  type ConnectionPair,
  type Direction,
  type FaultMode,
  forward,
  noTraffic,
  type ProxyState,
  resetPair,
  type TrafficCounts,
} from "./fault-mode.ts";
import { freePort } from "./free-port.ts";

/** @see startFaultProxy */
export interface FaultProxy {
  readonly port: number;
  /** Applies at once, to open connections too, and sets the counts to zero. */
  readonly setMode: (mode: FaultMode) => Promise<void>;
  readonly counts: () => TrafficCounts;
  /** Resets the open connections; the mode stays. */
  readonly resetConnections: () => void;
  readonly stop: () => Promise<void>;
}

/**
 * A TCP proxy on a free port of 127.0.0.1 that misbehaves on request; it starts in mode "pass".
 *
 * @example
 * const proxy = await startFaultProxy(database.port);
 * await proxy.setMode({ kind: "dropReply", isRequest: (packet) => packet.includes("COMMIT") });
 */
export async function startFaultProxy(targetPort: number, targetHost = "127.0.0.1"): Promise<FaultProxy> {
  const state: ProxyState = { mode: { kind: "pass" }, counts: noTraffic() };
  const pairs = new Set<ConnectionPair>();
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    const server = connect({ port: targetPort, host: targetHost, allowHalfOpen: true });
    const pair: ConnectionPair = { client, server, isReplyUnwanted: false };
    pairs.add(pair);
    state.counts.connectionsCount += 1;
    join(state, pair, () => pairs.delete(pair));
  });
  const resetConnections = (): void => pairs.forEach(resetPair);
  const port = await freePort();
  await listen(listener, port);
  return {
    port,
    counts: () => structuredClone(state.counts),
    resetConnections,
    setMode: async (mode) => {
      state.mode = mode;
      state.counts = noTraffic();
      if (mode.kind === "refuse") {
        resetConnections();
        await close(listener);
      } else {
        await listen(listener, port);
      }
    },
    stop: async () => {
      resetConnections();
      await close(listener);
    },
  };
}

function join(state: ProxyState, pair: ConnectionPair, onClosed: () => void): void {
  for (const socket of [pair.client, pair.server]) {
    socket.setNoDelay(true);
    socket.on("error", () => {
      if (state.mode.kind !== "blackhole") {
        resetPair(pair);
      }
    });
    socket.on("close", () => {
      if (pair.client.closed && pair.server.closed) {
        onClosed();
      }
    });
  }
  void pump(state, pair, "toServer");
  void pump(state, pair, "toClient");
}

async function pump(state: ProxyState, pair: ConnectionPair, direction: Direction): Promise<void> {
  const [from, to] = direction === "toServer" ? [pair.client, pair.server] : [pair.server, pair.client];
  try {
    for await (const packet of from.iterator({ destroyOnReturn: false })) {
      await forward(state, pair, direction, packet);
    }
    if (state.mode.kind !== "blackhole") {
      to.end();
    }
  } catch {
    // The error event of the socket has done what is needed.
  }
}

async function listen(listener: Server, port: number): Promise<void> {
  if (listener.listening) {
    return;
  }
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(port, "127.0.0.1", () => {
      listener.off("error", reject);
      resolve();
    });
  });
}

async function close(listener: Server): Promise<void> {
  if (listener.listening) {
    await new Promise<void>((resolve) => {
      listener.close(() => resolve());
    });
  }
}
