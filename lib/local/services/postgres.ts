import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startChildServer } from "./child-server.ts";
import { debianRelease, type OnProgress } from "./debian-package.ts";
import { freePort } from "./free-port.ts";
import { type Executable, type ExecutableOrigin, provideExecutable } from "./provide-executable.ts";
import { type CommandOptions, runCommand } from "./run-command.ts";
import { type Restartable, type RunningServer, runningServer } from "./running-server.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";
import { type TemporaryDirectory, temporaryDirectory } from "./temporary-directory.ts";

/** The package's name carries the version, and each release has one. */
const VERSION_BY_RELEASE: Readonly<Record<string, number>> = {
  bullseye: 13,
  jammy: 14,
  bookworm: 15,
  noble: 16,
  trixie: 17,
};
const FALLBACK_VERSION = 15;

type Account = { readonly uid: number; readonly gid: number };

/** @see startPostgres */
export interface PostgresOptions {
  readonly origin?: ExecutableOrigin;
  readonly onProgress?: OnProgress;
}

/** `url` is `postgres://pim:password@127.0.0.1:port/test`; `pim` is its superuser. */
export type RunningPostgres = RunningServer & Restartable;

/**
 * Starts a throw-away PostgreSQL on a free port of 127.0.0.1. It refuses to run as root: root runs it as `nobody`.
 *
 * @throws ServiceUnavailable if there is none for this machine
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<RunningPostgres> {
  const version = VERSION_BY_RELEASE[debianRelease()] ?? FALLBACK_VERSION;
  const debianPackages = [`postgresql-${version}`];
  const program = await provideExecutable({ names: ["postgres"], debianPackages, ...options });
  const initdb = await provideExecutable({
    names: ["initdb"],
    debianPackages,
    ...options,
    origin: program.origin,
  });
  const user = await unprivilegedUser();
  const directory = temporaryDirectory("postgres", user);
  const password = randomBytes(12).toString("hex");
  const port = await freePort();
  const run: CommandOptions = {
    cwd: directory.path,
    environment: program.environment,
    ...(user ? { user } : {}),
  };
  try {
    await createDatabase({ initdb, postgres: program, directory, password, run });
  } catch (error) {
    directory.remove();
    throw error;
  }
  return runningServer({
    url: `postgres://pim:${password}@127.0.0.1:${port}/test`,
    port,
    cleanUp: directory.remove,
    start: () =>
      startChildServer({
        name: "postgres",
        file: program.file,
        args: ["-D", "data", "-h", "127.0.0.1", "-p", String(port), "-k", directory.path, "-c", "fsync=off"],
        environment: { ...program.environment, TZ: "UTC" },
        cwd: directory.path,
        user,
        // SIGTERM would wait until every client has gone.
        stopSignal: "SIGINT",
        isReady: async (server) => server.lastLines().includes("ready to accept connections"),
      }),
  });
}

interface Installation {
  readonly initdb: Executable;
  readonly postgres: Executable;
  readonly directory: TemporaryDirectory;
  readonly password: string;
  readonly run: CommandOptions;
}

async function createDatabase({ initdb, postgres, directory, password, run }: Installation): Promise<void> {
  const settings = ["--username=pim", "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync"];
  await mkdir(join(directory.path, "secret"));
  // Everybody may read it, but nobody else may enter the directory.
  await writeFile(join(directory.path, "secret", "password"), password);
  await demand(initdb.file, ["-D", "data", ...settings, "--pwfile=secret/password"], run);
  await demand(postgres.file, ["--single", "-D", "data", "postgres"], {
    ...run,
    input: "CREATE DATABASE test\n",
  });
}

async function demand(file: string, args: readonly string[], options: CommandOptions): Promise<void> {
  const result = await runCommand(file, args, options);
  if (result.exitCode !== 0) {
    const isHidden = /EACCES|[Pp]ermission denied/.test(result.output) && options.user !== undefined;
    const advice = isHidden
      ? "; user nobody must be able to read it: set PIM_CACHE_DIR to a place that all users can enter"
      : "";
    throw new ServiceUnavailable(`${file} failed${advice}\n${result.output.trim()}`);
  }
}

async function unprivilegedUser(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => runCommand("id", [flag, "nobody"])));
  if (uid?.exitCode !== 0 || gid?.exitCode !== 0) {
    throw new ServiceUnavailable(
      "PostgreSQL refuses to run as root, and this machine has no user nobody: start as another user",
    );
  }
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
