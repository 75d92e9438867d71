import { existsSync } from "node:fs";
import { join } from "node:path";
import type { OnProgress } from "./debian-package.ts";
import { type Executable, type ExecutableOrigin, provideExecutable } from "./provide-executable.ts";
import { runCommand } from "./run-command.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";

/** A MySQL-compatible server program. */
export interface DatabaseProgram extends Executable {
  readonly flavour: "mariadb" | "mysql";
  /** As it names itself, such as "10.11.19-MariaDB". */
  readonly version: string;
  /** Holds the SQL of the system tables and the error messages. Undefined for MySQL, which has both built in. */
  readonly shareDirectory: string | undefined;
}

/**
 * MariaDB or MySQL of this machine, else MariaDB unpacked from Debian's packages (no stable Debian has MySQL).
 *
 * @throws ServiceUnavailable if there is none
 */
export async function provideDatabaseProgram(
  origin: ExecutableOrigin | undefined,
  onProgress: OnProgress | undefined,
): Promise<DatabaseProgram> {
  const executable = await provideExecutable({
    names: ["mariadbd", "mysqld"],
    debianPackages: ["mariadb-server-core"],
    origin,
    onProgress,
  });
  const { output } = await runCommand(executable.file, ["--no-defaults", "--version"], executable);
  const version = /Ver (\S+)/.exec(output)?.[1];
  if (version === undefined) {
    throw new ServiceUnavailable(`${executable.file} --version says no version: ${output.trim()}`);
  }
  const flavour = /mariadb/i.test(output) ? "mariadb" : "mysql";
  const shareDirectory = flavour === "mariadb" ? systemTables(executable) : undefined;
  return { ...executable, flavour, version, shareDirectory };
}

function systemTables(executable: Executable): string {
  const prefix = join(executable.directory, "..");
  const found = ["share/mysql", "share/mariadb", "share"]
    .map((path) => join(prefix, path))
    .find((path) => existsSync(join(path, "mysql_system_tables.sql")));
  if (found === undefined) {
    throw new ServiceUnavailable(
      `${executable.file} is installed without mysql_system_tables.sql below ${prefix}/share`,
    );
  }
  return found;
}
