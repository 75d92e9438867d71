import { connect, type Socket } from "node:net";
import type { RunningRedis } from "#lib/local/services/redis.ts";

/** A few hundred commands a second in bursts: writes of a kilobyte, reads that hit and miss, connections that come and go. */
export function startLoad(redis: readonly RunningRedis[]): { stop: () => void } {
  const value = "v".repeat(1024);
  const sockets: Socket[] = [];
  let count = 0;
  const open = (port: number): Socket => {
    const socket = connect(port, "127.0.0.1").on("error", () => undefined);
    sockets.push(socket.resume());
    return socket;
  };
  const writers = redis.map(({ port }) => open(port));
  const timer = setInterval(() => {
    count += 1;
    for (const [index, socket] of writers.entries()) {
      const commands = Array.from({ length: 5 * (index + 1) + (count % 7) * 3 }, (_, part) => {
        const key = `k${count}.${part}`;
        return index === 2 ? `SET ${key} ${value}` : `SET ${key} ${value}\r\nGET ${key}\r\nGET absent`;
      });
      if (!socket.destroyed) socket.write(`${commands.join("\r\n")}\r\n`);
    }
    if (count % 10 === 0) open(redis[0]?.port ?? 0);
  }, 50);
  return {
    stop() {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
    },
  };
}
