import type { TestProject } from "vitest/node";
import { startMariaDB } from "#lib/local/services/mariadb.ts";
import type { RunningMariaDB } from "#lib/local/services/running-database.ts";
import { ServiceUnavailable } from "#lib/local/services/service-unavailable.ts";

/** What a test needs to know of a database server. */
export type TestServerAddress = Pick<RunningMariaDB, "url" | "rootUrl" | "port" | "caFile">;

declare module "vitest" {
  interface ProvidedContext {
    /** Null where this machine cannot have a server. */
    databaseServer: TestServerAddress | null;
  }
}

let server: RunningMariaDB | undefined;

/** Starts the one database server that the test files of a run share, each in databases of its own. */
export async function setup(project: TestProject): Promise<void> {
  try {
    server = await startMariaDB({ durable: false });
    const { url, rootUrl, port, caFile } = server;
    project.provide("databaseServer", { url, rootUrl, port, caFile });
  } catch (error) {
    if (!(error instanceof ServiceUnavailable)) throw error;
    process.stderr.write(`skipped, no database: ${error.message}\n`);
    project.provide("databaseServer", null);
  }
}

export async function teardown(): Promise<void> {
  await server?.stop();
}
