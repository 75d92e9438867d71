import { randomBytes } from "node:crypto";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ChildServer, startChildServer } from "./child-server.ts";
import { type DatabaseProgram, provideDatabaseProgram } from "./database-program.ts";
import { databaseTemplate, runAs } from "./database-template.ts";
import type { OnProgress } from "./debian-package.ts";
import { freePort } from "./free-port.ts";
import { firstAnswer } from "./probe.ts";
import type { ExecutableOrigin } from "./provide-executable.ts";
import type { RunningMariaDB } from "./running-database.ts";
import { createServerCertificate } from "./server-certificate.ts";
import { type TemporaryDirectory, temporaryDirectory } from "./temporary-directory.ts";

/** The modes that MySQL 8 has by default: what passes here is not refused there. */
const MYSQL8_SQL_MODE =
  "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

/** @see startMariaDB */
export interface MariaDBOptions {
  /** Default 256 MiB. */
  readonly bufferPoolBytes?: number;
  /** False gives up crash safety for speed: commits reach the disk about once a second. Default true, as in production. */
  readonly durable?: boolean;
  /** Default false. */
  readonly performanceSchema?: boolean;
  /** True makes a certificate authority and a certificate for 127.0.0.1 and localhost; plain connections stay allowed. */
  readonly tls?: boolean;
  /** Come last, so they win; for example `["--max-connections=10"]`. */
  readonly extraArgs?: readonly string[];
  /** Default: the machine's server, else Debian's packages. */
  readonly origin?: ExecutableOrigin;
  readonly onProgress?: OnProgress;
}

/**
 * Starts a throw-away MariaDB (or MySQL, if that is what this machine has) on a free port of 127.0.0.1 with random passwords,
 * utf8mb4, UTC and MySQL 8's SQL modes. It has the database `test` and the user `pim`, who may do everything there. It ends with this
 * process at the latest.
 *
 * @throws ServiceUnavailable if there is no server program or it does not start
 * @example
 * const database = await startMariaDB();
 * const connection = await mysql.createConnection(database.url);
 * await database.stop();
 */
export async function startMariaDB(options: MariaDBOptions = {}): Promise<RunningMariaDB> {
  const program = await provideDatabaseProgram(options.origin, options.onProgress);
  const template = await databaseTemplate(program);
  const directory = temporaryDirectory("mariadb");
  try {
    await cp(template, join(directory.path, "data"), { recursive: true });
    return await startIn(directory, program, options);
  } catch (error) {
    directory.remove();
    throw error;
  }
}

async function startIn(
  directory: TemporaryDirectory,
  program: DatabaseProgram,
  options: MariaDBOptions,
): Promise<RunningMariaDB> {
  const password = randomBytes(12).toString("hex");
  const rootPassword = randomBytes(12).toString("hex");
  const port = await freePort();
  const socketPath = join(directory.path, "socket");
  const tls = options.tls ? await createServerCertificate(directory.path) : undefined;
  await mkdir(join(directory.path, "tmp"));
  await writeFile(join(directory.path, "accounts.sql"), accountsSql(password, rootPassword), { mode: 0o600 });
  const args = [
    ...["--no-defaults", ...runAs(), "--bind-address=127.0.0.1", `--port=${port}`, `--socket=${socketPath}`],
    ...directoryArgs(directory.path, program),
    ...settingArgs(program, options),
    ...(tls
      ? [`--ssl-ca=${tls.caFile}`, `--ssl-cert=${tls.certificateFile}`, `--ssl-key=${tls.keyFile}`]
      : []),
    ...(options.extraArgs ?? []),
  ];
  const start = (): Promise<ChildServer> =>
    startChildServer({
      name: `${program.flavour} ${program.version}`,
      file: program.file,
      args,
      environment: program.environment,
      isReady: async () => (await firstAnswer(port)) !== "",
    });
  let server = await start();
  return {
    url: `mysql://pim:${password}@127.0.0.1:${port}/test`,
    rootUrl: `mysql://root:${rootPassword}@127.0.0.1:${port}/test`,
    description: `throw-away ${program.flavour} ${program.version} (${program.origin}) on port ${port}`,
    host: "127.0.0.1",
    port,
    socketPath,
    version: program.version,
    caFile: tls?.caFile,
    get pid() {
      return server.pid;
    },
    lastLines: () => server.lastLines(),
    kill: () => server.kill(),
    restart: async () => {
      await server.stop();
      server = await start();
    },
    stop: async () => {
      await server.stop();
      directory.remove();
    },
  };
}

function directoryArgs(directory: string, program: DatabaseProgram): string[] {
  return [
    `--datadir=${join(directory, "data")}`,
    `--tmpdir=${join(directory, "tmp")}`,
    `--pid-file=${join(directory, "pid")}`,
    `--init-file=${join(directory, "accounts.sql")}`,
    ...(program.shareDirectory === undefined
      ? []
      : [
          `--lc-messages-dir=${program.shareDirectory}`,
          `--character-sets-dir=${join(program.shareDirectory, "charsets")}`,
        ]),
  ];
}

function settingArgs(program: DatabaseProgram, options: MariaDBOptions): string[] {
  const isDurable = options.durable ?? true;
  return [
    "--skip-name-resolve",
    "--skip-log-bin",
    "--default-time-zone=+00:00",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_unicode_ci",
    `--sql-mode=${MYSQL8_SQL_MODE}`,
    `--performance-schema=${options.performanceSchema ? "ON" : "OFF"}`,
    `--innodb-buffer-pool-size=${options.bufferPoolBytes ?? 268_435_456}`,
    `--innodb-flush-log-at-trx-commit=${isDurable ? 1 : 2}`,
    `--innodb-doublewrite=${isDurable ? "ON" : "OFF"}`,
    ...(program.flavour === "mysql"
      ? ["--mysqlx=OFF"]
      : [
          "--innodb-log-file-size=64M",
          "--innodb-undo-tablespaces=0",
          "--innodb-buffer-pool-dump-at-shutdown=OFF",
        ]),
  ];
}

/** Run at every start, before the first connection; one statement per line, as an init file wants it. */
function accountsSql(password: string, rootPassword: string): string {
  return [
    "CREATE DATABASE IF NOT EXISTS test;",
    ...account("'root'@'localhost'", rootPassword, "*.*", " WITH GRANT OPTION"),
    ...account("'root'@'127.0.0.1'", rootPassword, "*.*", " WITH GRANT OPTION"),
    ...account("'pim'@'%'", password, "test.*", ""),
    "",
  ].join("\n");
}

function account(name: string, password: string, rightsOn: string, suffix: string): string[] {
  return [
    `CREATE USER IF NOT EXISTS ${name};`,
    `ALTER USER ${name} IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON ${rightsOn} TO ${name}${suffix};`,
  ];
}
