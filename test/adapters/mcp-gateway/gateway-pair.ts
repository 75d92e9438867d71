import { afterEach } from "vitest";
import { mcpDatabaseGateway } from "#adapters/mcp-gateway/client.ts";
import { type FakeGatewayOptions, fakeGateway } from "./fake-gateway.ts";

/** The token of {@link startPair}: it must be in no error. */
export const CANARY = "canary-token-7b1f";

const endings: (() => Promise<void>)[] = [];

/** A fake gateway and our client to it, with a short time-out; both end after the test. */
export async function startPair(
  options: FakeGatewayOptions = {},
  limits: { timeoutMs?: number; maxBytes?: number } = {},
) {
  const server = await fakeGateway(options);
  const gateway = mcpDatabaseGateway({
    url: server.url,
    token: CANARY,
    now: () => 0,
    timeoutMs: 400,
    ...limits,
  });
  endings.push(gateway.close, server.stop);
  return { server, gateway };
}

/** To be called once by a test file. */
export function stopPairsAfterEach(): void {
  afterEach(async () => {
    await Promise.all(endings.splice(0).map((ending) => ending()));
  });
}
