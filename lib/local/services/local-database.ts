import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { startContainerDatabase } from "./container-database.ts";
import { type MariaDBOptions, startMariaDB } from "./mariadb.ts";
import type { RunningDatabase } from "./running-database.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";

/**
 * A database for this machine, in this order: the one that `DATABASE_URL` names; a server program that is installed; MariaDB from
 * Debian's packages, unpacked but not installed; MariaDB in a container.
 *
 * @param options for a server that is started here; a database that `DATABASE_URL` names is taken as it is
 * @throws StageError EnvironmentInvalid for a `DATABASE_URL` that is none, or stands beside `DB_*`
 * @throws ServiceUnavailable that lists the choices and why each failed
 * @example
 * const database = await localDatabase({ durable: false, onProgress: (message) => log(message) });
 */
export async function localDatabase(options: MariaDBOptions = {}): Promise<RunningDatabase> {
  const given = process.env.DATABASE_URL;
  if (given) {
    return givenDatabase(given);
  }
  const failures: string[] = [];
  for (const choice of [() => startMariaDB(options), () => startContainerDatabase(options.onProgress)]) {
    try {
      return await choice();
    } catch (error) {
      if (!(error instanceof ServiceUnavailable)) {
        throw error;
      }
      failures.push(error.message);
      options.onProgress?.(error.message);
    }
  }
  throw new ServiceUnavailable(
    `no database can be started here. ${CHOICES}\nWhat was tried:\n- ${failures.join("\n- ")}`,
  );
}

const CHOICES = [
  "Do one of these:",
  "1. set DATABASE_URL=mysql://user:password@host:3306/database (MySQL 8 or MariaDB 10.11; that database is written to)",
  "2. install mariadb-server-core, so that mariadbd is on the PATH",
  "3. use a Debian machine that can reach its package mirror: the package is then unpacked into a cache, not installed",
  "4. start docker or podman",
].join("\n");

function givenDatabase(url: string): RunningDatabase {
  const { host, port, database } = connectionSettings(process.env);
  return {
    url,
    description: `${host}:${port}/${database} of DATABASE_URL`,
    stop: async () => undefined,
  };
}
