import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import * as z from "zod";

/** Maps simulated seconds to real ones: `anchor` is the same moment on both clocks, and the simulated one runs `speed` times as fast. */
export interface FastClock {
  readonly speed: number;
  anchor: { readonly simulatedSeconds: number; readonly realSeconds: number };
}

export function realSeconds({ speed, anchor }: FastClock, simulatedSeconds: number): number {
  return anchor.realSeconds + (simulatedSeconds - anchor.simulatedSeconds) / speed;
}

function simulatedSeconds({ speed, anchor }: FastClock, seconds: number): number {
  return anchor.simulatedSeconds + Math.round((seconds - anchor.realSeconds) * speed);
}

const Point = z.tuple([z.number(), z.string()]);
const Answer = z.looseObject({
  data: z.looseObject({
    result: z.array(z.looseObject({ value: Point.optional(), values: z.array(Point).optional() })),
  }),
});

/**
 * Stands before a real Prometheus and lets its seconds pass for minutes: the instants of a question are translated on the way in, those
 * of the answer on the way out, nothing else. So a test that lasts seconds fills five-minute slots with what Prometheus really says.
 */
export async function startFastClockPrometheus(
  target: string,
  clock: FastClock,
): Promise<{ url: string; stop: () => void }> {
  const server = createServer((request, response) => {
    forward(request, target, clock)
      .then(({ status, body }) => {
        response.writeHead(status, { "content-type": "application/json" }).end(body);
      })
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no TCP port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function forward(request: IncomingMessage, target: string, clock: FastClock) {
  const url = new URL(request.url ?? "/", target);
  const parameters =
    request.method === "POST" ? new URLSearchParams(await bodyOf(request)) : url.searchParams;
  for (const name of ["time", "start", "end"]) {
    const value = parameters.get(name);
    if (value !== null) parameters.set(name, String(realSeconds(clock, Number(value))));
  }
  const step = parameters.get("step");
  if (step !== null) parameters.set("step", String(Number(step) / clock.speed));
  url.search = parameters.toString();
  const answer = await fetch(url);
  const text = await answer.text();
  return { status: answer.status, body: answer.ok && isQuery(url) ? translated(text, clock) : text };
}

function isQuery({ pathname }: URL): boolean {
  return pathname === "/api/v1/query" || pathname === "/api/v1/query_range";
}

function translated(text: string, clock: FastClock): string {
  const answer = Answer.parse(JSON.parse(text));
  const moved = ([time, value]: z.infer<typeof Point>) => [simulatedSeconds(clock, time), value];
  const result = answer.data.result.map(({ value, values, ...series }) => ({
    ...series,
    ...(value === undefined ? {} : { value: moved(value) }),
    ...(values === undefined ? {} : { values: values.map(moved) }),
  }));
  return JSON.stringify({ ...answer, data: { ...answer.data, result } });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}
