import type { ChildServer } from "./child-server.ts";

/** A throw-away server of this machine; the fields that all kinds have. */
export interface RunningServer {
  /** Where clients find it; holds the password if it has one, so do not print it. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly lastLines: () => string;
  /** Ends it in order and removes what it stored. May be called more than once. */
  readonly stop: () => Promise<void>;
  /** SIGKILL, as a crash; `stop` afterwards removes what is left. */
  readonly kill: () => Promise<void>;
}

/** What starts a server again after a crash, with the same port and settings. */
export interface Restartable {
  readonly restart: () => Promise<void>;
}

/** @see runningServer */
export interface ServerParts {
  readonly url: string;
  readonly port: number;
  readonly start: () => Promise<ChildServer>;
  readonly cleanUp: () => void;
}

/** Starts a server that may be killed and restarted; cleans up at `stop`, and if the start fails. */
export async function runningServer(parts: ServerParts): Promise<RunningServer & Restartable> {
  let server = await parts.start().catch((error: unknown) => {
    parts.cleanUp();
    throw error;
  });
  return {
    url: parts.url,
    port: parts.port,
    get pid() {
      return server.pid;
    },
    lastLines: () => server.lastLines(),
    kill: () => server.kill(),
    restart: async () => {
      await server.stop();
      server = await parts.start();
    },
    stop: async () => {
      await server.stop();
      parts.cleanUp();
    },
  };
}
