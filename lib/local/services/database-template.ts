import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedDirectory } from "./cache-directory.ts";
import type { DatabaseProgram } from "./database-program.ts";
import { runCommand } from "./run-command.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";

/** Installation takes seconds, a copy of 20 MB takes milliseconds: the small redo log is what keeps the copy small. */
const TEMPLATE_REDO_LOG = "4M";

const SYSTEM_TABLES_SQL = [
  "mysql_system_tables.sql",
  "mysql_performance_tables.sql",
  "mysql_system_tables_data.sql",
  "maria_add_gis_sp_bootstrap.sql",
  "mysql_sys_schema.sql",
];

/** The system tables come with further accounts of root that have no password. */
const ONLY_ROOT_SQL =
  "\nDELETE FROM mysql.global_priv WHERE User = 'root' AND Host <> 'localhost' OR User = '';\n";

/**
 * An installed, stopped, empty data directory of this server version, made once per cache. Copy it: never start a server in it.
 * Its only account is `root@localhost` without a password.
 */
export async function databaseTemplate(program: DatabaseProgram): Promise<string> {
  return cachedDirectory(`database-${program.version}-${process.arch}`, async (directory) => {
    const { args, input } =
      program.shareDirectory === undefined ? mysqlInstall() : await mariadbInstall(program.shareDirectory);
    const command = ["--no-defaults", ...args, `--datadir=${directory}`, ...runAs()];
    const result = await runCommand(program.file, command, { environment: program.environment, input });
    if (result.exitCode !== 0) {
      throw new ServiceUnavailable(
        `${program.file} could not make an empty database:\n${result.output.split("\n").slice(-30).join("\n")}`,
      );
    }
  });
}

/** What a server that is started by root needs to stay root. */
export function runAs(): string[] {
  return process.getuid?.() === 0 ? ["--user=root"] : [];
}

function mysqlInstall(): { args: string[]; input: string } {
  return { args: ["--initialize-insecure"], input: "" };
}

/** The work of mariadb-install-db, without that script: it insists on its own paths and on a client package. */
async function mariadbInstall(shareDirectory: string): Promise<{ args: string[]; input: string }> {
  const files = SYSTEM_TABLES_SQL.map((name) => readFile(join(shareDirectory, name), "utf8"));
  const args = [
    "--bootstrap",
    `--lc-messages-dir=${shareDirectory}`,
    "--character-set-server=utf8mb4",
    `--innodb-log-file-size=${TEMPLATE_REDO_LOG}`,
    "--innodb-undo-tablespaces=0",
    "--loose-innodb-buffer-pool-dump-at-shutdown=OFF",
  ];
  const preamble = [
    "create database mysql;",
    "use mysql;",
    "SET @auth_root_socket=NULL;",
    "SET @skip_auth_anonymous=1;",
  ];
  return { args, input: [...preamble, ...(await Promise.all(files)), ONLY_ROOT_SQL].join("\n") };
}
