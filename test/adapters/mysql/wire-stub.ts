import { once } from "node:events";
import { createServer, type Socket } from "node:net";

/** What the stub answers to one statement: null for OK, else the number of an error. */
export type Answer = (sql: string, connection: number) => number | null;

/** A server that speaks as much of MySQL's protocol as errors need that no server here can be brought to. */
export interface WireStub {
  readonly url: string;
  readonly connections: () => number;
  readonly stop: () => void;
}

const QUERY = 3;
const OK = Buffer.from([0, 0, 0, 2, 0, 0, 0]);
/** Protocol 4.1, transactions, the database named at once, a password by mysql_native_password. */
const CAPABILITIES = 0x0008_a208;

/** Begins as MySQL 8 does: greeting, any password welcome; then every COM_QUERY is answered by `answer`. */
export async function startWireStub(answer: Answer): Promise<WireStub> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    const connection = connections;
    sockets.add(socket);
    let isGreeted = false;
    socket.write(packet(0, greeting(connection)));
    socket.on("data", (bytes) => {
      const isQuery = isGreeted && bytes[4] === QUERY;
      const errno = isQuery ? answer(bytes.toString("utf8", 5), connection) : null;
      socket.write(packet((bytes[3] ?? 0) + 1, errno === null ? OK : refusal(errno)));
      isGreeted = true;
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return {
    url: `mysql://u:p@127.0.0.1:${port}/test`,
    connections: () => connections,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function packet(sequence: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  header.writeUInt8(sequence, 3);
  return Buffer.concat([header, payload]);
}

function greeting(connection: number): Buffer {
  const fixed = Buffer.alloc(32);
  fixed.writeUInt32LE(connection, 0);
  fixed.fill("s", 4, 12);
  fixed.writeUInt16LE(CAPABILITIES & 0xffff, 13);
  fixed.writeUInt8(45, 15);
  fixed.writeUInt16LE(2, 16);
  fixed.writeUInt16LE(CAPABILITIES >>> 16, 18);
  fixed.writeUInt8(21, 20);
  const salt = `${"s".repeat(12)}\0`;
  return Buffer.concat([
    Buffer.from("\n8.0.36\0"),
    fixed.subarray(0, 31),
    Buffer.from(`${salt}mysql_native_password\0`),
  ]);
}

function refusal(errno: number): Buffer {
  const number = Buffer.alloc(2);
  number.writeUInt16LE(errno);
  return Buffer.concat([Buffer.from([0xff]), number, Buffer.from("#HY000no text to go by")]);
}
