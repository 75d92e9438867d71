import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Which way bytes flow. */
export type Direction = "toServer" | "toClient";

/** What a fault proxy does. A packet is a chunk as it came off the socket: for small requests, what the client wrote at once. */
export type FaultMode =
  | { readonly kind: "pass" }
  /** Nobody listens: ECONNREFUSED. Open connections are reset. */
  | { readonly kind: "refuse" }
  /** Accepts and reads but delivers nothing, on open connections too. The server never learns that its client has gone. */
  | { readonly kind: "blackhole" }
  /** Delivers this many bytes in this direction, then resets both sides. */
  | { readonly kind: "resetAfterBytes"; readonly direction: Direction; readonly bytesCount: number }
  /** Delivers this many packets in this direction, then resets both sides. */
  | { readonly kind: "resetAfterPackets"; readonly direction: Direction; readonly packetsCount: number }
  /** Delivers this many bytes a second in each direction. */
  | { readonly kind: "slow"; readonly bytesPerSecond: number }
  /** Delivers the first request that `isRequest` accepts, throws the reply away and resets; then passes everything. */
  | { readonly kind: "dropReply"; readonly isRequest: (packet: Buffer, index: number) => boolean };

/** What came in since the last change of mode, over all connections. */
export interface TrafficCounts {
  connectionsCount: number;
  readonly packetsCount: Record<Direction, number>;
  readonly bytesCount: Record<Direction, number>;
}

/** A client's connection and the one to the server that was opened for it. */
export interface ConnectionPair {
  readonly client: Socket;
  readonly server: Socket;
  isReplyUnwanted: boolean;
}

/** What all connections of a proxy share. */
export interface ProxyState {
  mode: FaultMode;
  counts: TrafficCounts;
}

const SLICES_PER_SECOND = 20;
/** A reset overtakes bytes that the other side has not read yet. */
const DELIVERY_MS = 20;

export function noTraffic(): TrafficCounts {
  return {
    connectionsCount: 0,
    packetsCount: { toServer: 0, toClient: 0 },
    bytesCount: { toServer: 0, toClient: 0 },
  };
}

/** Delivers one packet, or what the mode leaves of it. */
export async function forward(
  state: ProxyState,
  pair: ConnectionPair,
  direction: Direction,
  packet: Buffer,
): Promise<void> {
  const { mode, counts } = state;
  const index = counts.packetsCount[direction];
  const bytesBefore = counts.bytesCount[direction];
  counts.packetsCount[direction] += 1;
  counts.bytesCount[direction] += packet.length;
  const to = direction === "toServer" ? pair.server : pair.client;
  if (mode.kind === "blackhole") {
    return;
  }
  if (mode.kind === "slow") {
    return deliverSlowly(to, packet, mode.bytesPerSecond);
  }
  if (mode.kind === "dropReply" && direction === "toServer" && mode.isRequest(packet, index)) {
    pair.isReplyUnwanted = true;
    state.mode = { kind: "pass" };
  }
  if (pair.isReplyUnwanted && direction === "toClient") {
    return resetPair(pair);
  }
  const allowedBytes =
    mode.kind === "resetAfterBytes" && mode.direction === direction
      ? mode.bytesCount - bytesBefore
      : Infinity;
  await deliver(to, packet.subarray(0, Math.max(0, allowedBytes)));
  const isLast =
    mode.kind === "resetAfterPackets" && mode.direction === direction && index + 1 >= mode.packetsCount;
  if (isLast || allowedBytes <= packet.length) {
    await sleep(DELIVERY_MS);
    resetPair(pair);
  }
}

async function deliverSlowly(to: Socket, packet: Buffer, bytesPerSecond: number): Promise<void> {
  const sliceBytes = Math.max(1, Math.floor(bytesPerSecond / SLICES_PER_SECOND));
  for (let from = 0; from < packet.length && !to.destroyed; from += sliceBytes) {
    await deliver(to, packet.subarray(from, from + sliceBytes));
    await sleep((1_000 * sliceBytes) / bytesPerSecond);
  }
}

/** Resolves when the bytes are handed on, or the connection is gone. */
function deliver(to: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    to.write(bytes, () => resolve());
  });
}

/** Resets both sides of a connection. */
export function resetPair(pair: ConnectionPair): void {
  pair.client.resetAndDestroy();
  pair.server.resetAndDestroy();
}
