import { StageError } from "#core/model/stage-error.ts";
import type { DatabaseGateway } from "#core/ports/database-gateway.ts";
import { type AskWithLogin, renewingLogin } from "#core/remote/renewing-login.ts";
import type { Engine } from "./catalogue.ts";
import { gatewaySession } from "./gateway-session.ts";
import { type Refusal, type SourceReader, sourceReader } from "./source-reader.ts";
import { discoverTools } from "./source-tools.ts";
import { probeEngine, takeSnapshot } from "./take-snapshot.ts";

const DEFAULT_TIMEOUT_MS = 10_000;
/** The largest answer of the catalogue is under 10 kB. */
const DEFAULT_MAX_BYTES = 1_000_000;

/** @see mcpDatabaseGateway */
export interface GatewayOptions {
  /** Of the MCP endpoint, `https://host/mcp`. */
  readonly url: string;
  /** Bearer token; null: the gateway wants none. */
  readonly token: string | null;
  /** Reads the token where it is kept, past every cache: asked for once where the one in use is refused. */
  readonly renewToken?: () => Promise<string>;
  /** Of one call, from request to last byte. Default 10 s. */
  readonly timeoutMs?: number;
  /** Of one answer. Default 1 MB. */
  readonly maxBytes?: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** `host:port` of a source by its id, where config knows it better than the server itself. */
  readonly endpoints?: Readonly<Record<string, string>>;
  readonly onRefused?: (refusal: Refusal) => void;
}

/**
 * Databases behind an MCP gateway (dbhub 1.4). Sends the catalogue's statements and nothing else, over one connection. Which engine a
 * source is gets asked once, and again after its answers stopped making sense. Takes 4 calls a snapshot for MySQL and MariaDB, 2 for
 * PostgreSQL. The caller bounds how many snapshots run at once.
 *
 * @throws StageError EnvironmentInvalid at once for an address that is none or carries a password
 */
export function mcpDatabaseGateway(options: GatewayOptions): DatabaseGateway {
  const session = gatewaySession({
    url: gatewayUrl(options.url),
    askWithLogin: askingAs(options),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
  });
  const engines = new Map<string, Engine>();
  let tools: ReadonlyMap<string, string> | null = null;

  async function readerOf(sourceId: string): Promise<SourceReader> {
    tools ??= await discoverTools(session);
    const tool = tools.get(sourceId);
    if (tool === undefined) {
      throw new StageError(
        "ContractBroken",
        `The MCP gateway at ${session.host} has no source "${sourceId}"`,
      );
    }
    return sourceReader(session, { sourceId, tool }, options.onRefused ?? (() => undefined));
  }

  return {
    sources: async () => {
      tools = await discoverTools(session);
      return [...tools.keys()].sort();
    },
    snapshot: async (sourceId) => {
      const reader = await readerOf(sourceId);
      const engine = engines.get(sourceId) ?? (await probeEngine(reader));
      engines.delete(sourceId);
      const snapshot = await takeSnapshot(reader, engine, options.now);
      engines.set(sourceId, engine);
      return { ...snapshot, endpoint: options.endpoints?.[sourceId] ?? snapshot.endpoint };
    },
    get callCount() {
      return session.callCount;
    },
    close: () => session.close(),
  };
}

function askingAs({ token, renewToken }: GatewayOptions): AskWithLogin {
  return renewingLogin(
    token === null ? null : bearer(token),
    renewToken === undefined ? null : async () => bearer(await renewToken()),
  );
}

function bearer(token: string): string {
  return `Bearer ${token}`;
}

function gatewayUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    !["http:", "https:"].includes(url.protocol) ||
    url.username !== "" ||
    url.password !== ""
  ) {
    throw new StageError(
      "EnvironmentInvalid",
      "The MCP gateway's address must be http(s)://host/path without user or password: put the token into its secret",
    );
  }
  return url;
}
