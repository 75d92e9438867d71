import { connect } from "node:net";

/**
 * The first bytes that a server on this port of 127.0.0.1 sends, after it was sent `opening`; rejects if it does not answer. An open
 * port alone proves little: a server listens before it serves.
 *
 * @param opening empty for a protocol in which the server speaks first, as in MySQL's
 * @example await firstAnswer(6379, "PING\r\n"); // "+PONG\r\n"
 */
export function firstAnswer(
  port: number,
  opening: string | Uint8Array = "",
  timeoutMs = 2_000,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.setTimeout(timeoutMs, () =>
      socket.destroy(new Error(`port ${port} did not answer in ${timeoutMs} ms`)),
    );
    socket.once("data", (bytes) => {
      resolve(bytes.toString());
      socket.destroy();
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error(`port ${port} closed the connection without an answer`)));
    socket.write(opening);
  });
}

/** Whether a GET of this URL is answered with a 2xx status; rejects if it is not answered. */
export async function answersOk(url: string, headers: Record<string, string> = {}): Promise<boolean> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  return response.ok;
}
