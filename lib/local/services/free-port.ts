import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below 32768, where Linux takes the ports of outgoing connections from: none of those can grab the port before the server has it. */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;
const ATTEMPTS_COUNT = 50;

/**
 * A TCP port of 127.0.0.1 that nobody listens on. It stays free while the server behind it is restarted, unless somebody asks for
 * this very port.
 *
 * @throws Error if no free port was found
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS_COUNT; attempt++) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
    if (await canListen(port)) {
      return port;
    }
  }
  throw new Error(`no free port between ${LOWEST_PORT} and ${HIGHEST_PORT} in ${ATTEMPTS_COUNT} attempts`);
}

function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
