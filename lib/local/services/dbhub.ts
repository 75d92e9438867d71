import { writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { cachedDirectory } from "./cache-directory.ts";
import { startChildServer } from "./child-server.ts";
import type { OnProgress } from "./debian-package.ts";
import { findExecutable } from "./find-executable.ts";
import { freePort } from "./free-port.ts";
import { answersOk } from "./probe.ts";
import { runCommand } from "./run-command.ts";
import { type Restartable, type RunningServer, runningServer } from "./running-server.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

/** Exact: older versions ignore --host, listen on every interface and answer in another shape. */
const DBHUB_VERSION = "1.4.0";

/** One database behind the gateway. */
interface DbhubSource {
  /** Letters, digits and underscores: part of the tool's name. */
  readonly id: string;
  /** `mysql://`, `mariadb://` or `postgres://`, with the password of an account that may only read. */
  readonly dsn: string;
}

/** @see startDbhub */
export interface DbhubOptions {
  readonly sources: readonly DbhubSource[];
  /** Clients send it as `Authorization: Bearer <token>`; dbhub asks for none by default. */
  readonly token: string;
  /** Rows beyond are cut, and the result says `truncated`. Default 1000. */
  readonly maxRowsCount?: number;
  /** Default 10. */
  readonly queryTimeoutSeconds?: number;
  readonly onProgress?: OnProgress;
}

/** `url` is that of the MCP endpoint (streamable HTTP). */
export interface RunningDbhub extends RunningServer, Restartable {
  /** The tool's name for a source: `execute_sql_<id>`, but plain `execute_sql` if there is one source only. */
  readonly toolName: (sourceId: string) => string;
}

/**
 * Starts the MCP gateway dbhub in front of databases, read-only, on 127.0.0.1. A database that does not answer fails its own calls
 * only.
 *
 * A tool takes `{ sql }` and answers with one text item that holds JSON, `isError` beside it:
 * `{ success: true, data: { statements: [{ sql, rows: [{...}], count, truncated? }], source_id } }` or
 * `{ success: false, error, code }` with code READONLY_VIOLATION, EXECUTION_ERROR or one for a failed connection.
 *
 * @throws ServiceUnavailable if npm cannot install it or it does not start
 * @example await startDbhub({ sources: [{ id: "orders", dsn: database.url }], token: "secret" });
 */
export async function startDbhub(options: DbhubOptions): Promise<RunningDbhub> {
  const entry = await installDbhub(options.onProgress);
  const port = await freePort();
  const directory = temporaryDirectory("dbhub");
  const settingsFile = join(directory.path, "dbhub.toml");
  await writeFile(settingsFile, settings(options), { mode: 0o600 });
  const server = await runningServer({
    url: `http://127.0.0.1:${port}/mcp`,
    port,
    cleanUp: directory.remove,
    start: () =>
      startChildServer({
        name: `dbhub ${DBHUB_VERSION}`,
        file: process.execPath,
        args: [entry, "--transport=http", "--host=127.0.0.1", `--port=${port}`, `--config=${settingsFile}`],
        // UTC: it turns DATE and DATETIME into instants of its own time zone.
        environment: { DBHUB_AUTH_TOKEN: options.token, TZ: "UTC" },
        // It reads a .env file of its working directory.
        cwd: directory.path,
        isReady: () => answersOk(`http://127.0.0.1:${port}/healthz`),
      }),
  });
  const isSingle = options.sources.length === 1;
  return Object.assign(server, {
    toolName: (id: string) => (isSingle ? "execute_sql" : `execute_sql_${id}`),
  });
}

/** Without the packages' install scripts: the drivers for MySQL, MariaDB and PostgreSQL are plain JavaScript. */
async function installDbhub(onProgress: OnProgress | undefined): Promise<string> {
  const major = process.versions.node.split(".")[0];
  const root = await cachedDirectory(
    `dbhub-${DBHUB_VERSION}-node${major}-${process.arch}`,
    async (directory) => {
      const npm = findExecutable(["npm"]);
      if (npm === undefined) {
        throw new ServiceUnavailable("dbhub needs npm on the PATH once, to be installed into the cache");
      }
      onProgress?.(`installing dbhub ${DBHUB_VERSION} (130 MB)`);
      const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", `--prefix=${directory}`];
      const result = await runCommand(npm, ["install", ...flags, `@bytebase/dbhub@${DBHUB_VERSION}`], {
        cwd: directory,
        // npm runs on the first node of the PATH, and an older one gets another version of dbhub's dependencies.
        environment: { PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ""}` },
      });
      if (result.exitCode !== 0) {
        throw new ServiceUnavailable(
          `npm could not install dbhub ${DBHUB_VERSION}:\n${result.output.trim()}`,
        );
      }
    },
  );
  return join(root, "node_modules", "@bytebase", "dbhub", "dist", "index.js");
}

/** TOML. One source that is not lazy and does not answer would end the whole gateway; limits belong to the tool, not to the source. */
function settings(options: DbhubOptions): string {
  return options.sources
    .map(({ id, dsn }) =>
      [
        "[[sources]]",
        `id = ${JSON.stringify(id)}`,
        `dsn = ${JSON.stringify(dsn)}`,
        "lazy = true",
        `query_timeout = ${options.queryTimeoutSeconds ?? 10}`,
        "[[tools]]",
        'name = "execute_sql"',
        `source = ${JSON.stringify(id)}`,
        "readonly = true",
        `max_rows = ${options.maxRowsCount ?? 1000}`,
        "",
      ].join("\n"),
    )
    .join("\n");
}
