import { Socket } from "node:net";

/** Where a connection wants to go: the arguments of `connect`, in any of their forms. */
function portOf(args: readonly unknown[]): number | null {
  const [first] = args;
  const target: unknown = Array.isArray(first) ? first[0] : first;
  if (typeof target === "number") return target;
  if (typeof target !== "object" || target === null || !("port" in target)) return null;
  return Number(target.port);
}

/**
 * From now on this thread opens connections to the given ports only, as a security group would let it; others fail at once where
 * a packet filter would let them run into their time limit.
 */
export function guardNetwork(ports: ReadonlySet<number>): void {
  const connect: (...args: never[]) => Socket = Socket.prototype.connect;
  Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]): Socket {
    const port = portOf(args);
    if (port !== null && ports.has(port)) return Reflect.apply(connect, this, args);
    const error = Object.assign(
      new Error(`port ${port ?? "of a local socket"} is not open to this function`),
      {
        code: "ENETUNREACH",
      },
    );
    process.nextTick(() => this.destroy(error));
    return this;
  };
}
