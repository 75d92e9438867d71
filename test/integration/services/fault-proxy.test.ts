import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FaultProxy, startFaultProxy } from "#lib/local/services/fault-proxy.ts";
import { freePort } from "#lib/local/services/free-port.ts";

/** What the client got, and how the connection ended as far as it can tell. */
interface Outcome {
  readonly text: string;
  readonly end: "open" | "closed" | string;
}

describe("the fault proxy", () => {
  let echo: Server;
  let proxy: FaultProxy;
  let atServer: string;
  let openAtServer: Set<Socket>;

  beforeEach(async () => {
    atServer = "";
    openAtServer = new Set();
    echo = createServer((socket) => {
      openAtServer.add(socket);
      socket.on("data", (bytes) => {
        atServer += bytes.toString();
        socket.write(bytes);
      });
      socket.on("error", () => undefined);
      socket.on("close", () => openAtServer.delete(socket));
    });
    const port = await freePort();
    echo.listen(port, "127.0.0.1");
    await once(echo, "listening");
    proxy = await startFaultProxy(port);
  });
  afterEach(async () => {
    await proxy.stop();
    for (const socket of openAtServer) {
      socket.destroy();
    }
    echo.close();
  });

  function client(): { readonly socket: Socket; readonly outcome: () => Outcome } {
    const socket = connect(proxy.port, "127.0.0.1");
    socket.setNoDelay(true);
    let text = "";
    let end: Outcome["end"] = "open";
    socket.on("data", (bytes) => {
      text += bytes.toString();
    });
    socket.on("error", (error) => {
      end = "code" in error ? String(error.code) : error.message;
    });
    socket.on("close", () => {
      end = end === "open" ? "closed" : end;
    });
    return { socket, outcome: () => ({ text, end }) };
  }

  async function send(socket: Socket, ...packets: string[]): Promise<void> {
    for (const packet of packets) {
      socket.write(packet);
      await sleep(30);
    }
  }

  it("passes bytes both ways and counts them", async () => {
    const { socket, outcome } = client();
    await send(socket, "one", "three");
    socket.end();
    await expect.poll(outcome).toEqual({ text: "onethree", end: "closed" });
    expect(proxy.counts()).toEqual({
      connectionsCount: 1,
      packetsCount: { toServer: 2, toClient: 2 },
      bytesCount: { toServer: 8, toClient: 8 },
    });
  });

  it("refuses, resets what was open, and listens again on the same port afterwards", async () => {
    const open = client();
    await send(open.socket, "hello");
    await proxy.setMode({ kind: "refuse" });
    await expect.poll(() => open.outcome().end).toBe("ECONNRESET");
    const late = client();
    await expect.poll(() => late.outcome().end).toBe("ECONNREFUSED");
    await proxy.setMode({ kind: "pass" });
    const again = client();
    await send(again.socket, "back");
    await expect.poll(again.outcome).toEqual({ text: "back", end: "open" });
    again.socket.destroy();
  });

  it("swallows everything as a black hole, and does not tell the server that the client has gone", async () => {
    const { socket, outcome } = client();
    await send(socket, "before");
    await proxy.setMode({ kind: "blackhole" });
    await send(socket, "lost");
    expect(outcome()).toEqual({ text: "before", end: "open" });
    socket.destroy();
    await sleep(50);
    expect(atServer).toBe("before");
    expect(openAtServer.size).toBe(1);
    proxy.resetConnections();
    await expect.poll(() => openAtServer.size).toBe(0);
  });

  it.each([
    { bytesCount: 7, reached: "hellowo" },
    { bytesCount: 5, reached: "hello" },
    { bytesCount: 0, reached: "" },
  ])("resets after exactly $bytesCount bytes to the server", async ({ bytesCount, reached }) => {
    await proxy.setMode({ kind: "resetAfterBytes", direction: "toServer", bytesCount });
    const { socket, outcome } = client();
    await send(socket, "hello", "world");
    await expect.poll(() => outcome().end).toMatch(/ECONNRESET|EPIPE/);
    expect(atServer).toBe(reached);
  });

  it("resets after a number of bytes to the client", async () => {
    await proxy.setMode({ kind: "resetAfterBytes", direction: "toClient", bytesCount: 3 });
    const { socket, outcome } = client();
    await send(socket, "hello");
    await expect.poll(outcome).toEqual({ text: "hel", end: "ECONNRESET" });
    expect(atServer).toBe("hello");
  });

  it("resets after a number of packets", async () => {
    await proxy.setMode({ kind: "resetAfterPackets", direction: "toServer", packetsCount: 2 });
    const { socket, outcome } = client();
    await send(socket, "a", "b", "c");
    await expect.poll(() => outcome().end).toMatch(/ECONNRESET|EPIPE/);
    expect(atServer).toBe("ab");
  });

  it("delivers a request and loses its reply, then passes the retry", async () => {
    await proxy.setMode({ kind: "dropReply", isRequest: (packet) => packet.includes("COMMIT") });
    const first = client();
    await send(first.socket, "BEGIN;", "COMMIT;");
    await expect.poll(first.outcome).toEqual({ text: "BEGIN;", end: "ECONNRESET" });
    expect(atServer).toBe("BEGIN;COMMIT;");
    const retry = client();
    await send(retry.socket, "COMMIT;");
    await expect.poll(retry.outcome).toEqual({ text: "COMMIT;", end: "open" });
    retry.socket.destroy();
  });

  it("loses the reply to the packet of a given index", async () => {
    await proxy.setMode({ kind: "dropReply", isRequest: (_packet, index) => index === 1 });
    const { socket, outcome } = client();
    await send(socket, "a", "b");
    await expect.poll(outcome).toEqual({ text: "a", end: "ECONNRESET" });
    expect(atServer).toBe("ab");
  });

  it("delivers slowly: 20 bytes at 50 bytes a second take 0.4 s to reach the server", async () => {
    await proxy.setMode({ kind: "slow", bytesPerSecond: 50 });
    const { socket } = client();
    const startedAtMs = performance.now();
    socket.write("x".repeat(20));
    await expect.poll(() => atServer.length, { timeout: 5_000, interval: 10 }).toBe(20);
    expect(performance.now() - startedAtMs).toBeGreaterThan(350);
    socket.destroy();
  });
});
