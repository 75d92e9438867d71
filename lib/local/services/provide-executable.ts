import { dirname } from "node:path";
import { type OnProgress, unpackDebianPackages, unpackedLibraries } from "./debian-package.ts";
import { findExecutable } from "./find-executable.ts";
import { runCommand } from "./run-command.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";

/** Where a program comes from: installed on this machine, or unpacked from Debian packages. */
export type ExecutableOrigin = "machine" | "debian";

/** A program that can be started: `environment` holds what it needs to find its libraries. */
export interface Executable {
  readonly file: string;
  readonly directory: string;
  readonly origin: ExecutableOrigin;
  readonly environment: Readonly<Record<string, string>>;
}

/** @see provideExecutable */
export interface WantedExecutable {
  /** Names that the program goes by, best first. */
  readonly names: readonly string[];
  readonly debianPackages: readonly string[];
  /** Take it from here only; default: the machine first, then Debian. */
  readonly origin?: ExecutableOrigin | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Finds a server's program on this machine, else unpacks it from Debian packages.
 *
 * @throws ServiceUnavailable if neither has it, or if it lacks libraries
 * @example await provideExecutable({ names: ["redis-server"], debianPackages: ["redis-server"] });
 */
export async function provideExecutable(wanted: WantedExecutable): Promise<Executable> {
  const installed = wanted.origin === "debian" ? undefined : findExecutable(wanted.names);
  if (installed !== undefined) {
    return { file: installed, directory: dirname(installed), origin: "machine", environment: {} };
  }
  if (wanted.origin === "machine") {
    throw new ServiceUnavailable(`${wanted.names.join(" or ")} is not installed on this machine`);
  }
  const root = await unpackDebianPackages(wanted.debianPackages, wanted.onProgress);
  const file = findExecutable(wanted.names, root);
  if (file === undefined) {
    throw new ServiceUnavailable(
      `${wanted.debianPackages.join(", ")} from Debian hold no ${wanted.names.join(" or ")}`,
    );
  }
  const environment = unpackedLibraries(root);
  await checkLibraries(file, environment, root);
  return { file, directory: dirname(file), origin: "debian", environment };
}

async function checkLibraries(
  file: string,
  environment: Record<string, string>,
  root: string,
): Promise<void> {
  const { stdout } = await runCommand("ldd", [file], { environment });
  const missing = [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
  if (missing.length > 0) {
    throw new ServiceUnavailable(
      `${file} lacks ${missing.join(", ")}: the machine has changed since it was unpacked, so remove ${root} and start again`,
    );
  }
}
