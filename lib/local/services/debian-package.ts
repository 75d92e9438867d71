import { readdirSync, readFileSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory, cachedDirectory } from "./cache-directory.ts";
import { findExecutable } from "./find-executable.ts";
import { type CommandResult, runCommand } from "./run-command.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";

/** Tells a person what takes long; services print nothing themselves. */
export type OnProgress = (message: string) => void;

/** Never unpacked: a C library beside the machine's own loader crashes every program that gets it; headers are not needed to run. */
const NEVER_UNPACKED = /^(libc6|libc-bin|libc-l10n)$|-dev$/;

/**
 * Fetches Debian packages **without installing them** and unpacks them, with the libraries that this machine lacks for them, into
 * the cache. Works for root and for other users; nothing outside the cache changes. If the machine's package lists are missing or
 * out of date, fresh ones are fetched into the cache once.
 *
 * @returns the directory that holds `usr/bin` and so on
 * @throws ServiceUnavailable without apt and dpkg, or if a package cannot be had
 * @example const root = await unpackDebianPackages(["redis-server"]); // root + "/usr/bin/redis-server"
 */
export async function unpackDebianPackages(
  names: readonly string[],
  onProgress: OnProgress = () => undefined,
): Promise<string> {
  const key = join("debian", `${debianRelease()}-${process.arch}`, names.join("+"));
  return cachedDirectory(key, async (directory) => {
    if (findExecutable(["apt-get"]) === undefined || findExecutable(["dpkg"]) === undefined) {
      throw new ServiceUnavailable(
        `${names.join(", ")} not found, and this is no Debian with apt-get and dpkg to fetch it: install it, so that it is on the PATH`,
      );
    }
    onProgress(`fetching ${names.join(", ")} from Debian, without installing it`);
    await fetchAndUnpack(names, directory);
  });
}

/** The environment in which programs below `root` find the libraries that were unpacked with them. */
export function unpackedLibraries(root: string): Record<string, string> {
  const directories = ["lib", "usr/lib"].flatMap((path) => {
    const base = join(root, path);
    return [
      base,
      ...listed(base)
        .filter((name) => name.includes("-linux-"))
        .map((name) => join(base, name)),
    ];
  });
  return { LD_LIBRARY_PATH: directories.join(":") };
}

async function fetchAndUnpack(names: readonly string[], directory: string): Promise<void> {
  let result = await download(names, directory, []);
  for (const lists of [ownLists, freshLists]) {
    if (result.exitCode !== 0) {
      result = await download(names, directory, await lists());
    }
  }
  if (result.exitCode !== 0) {
    throw new ServiceUnavailable(
      `apt-get cannot fetch ${names.join(", ")}: install it by hand, so that it is on the PATH\n${result.output.trim()}`,
    );
  }
  for (const archive of (await readdir(directory)).filter((name) => name.endsWith(".deb"))) {
    const unpacked = await runCommand("dpkg", ["-x", archive, "."], { cwd: directory });
    if (unpacked.exitCode !== 0) {
      throw new ServiceUnavailable(`dpkg cannot unpack ${archive}: ${unpacked.output.trim()}`);
    }
    await rm(join(directory, archive));
  }
}

/** Asks apt which packages an installation would add here (a simulation needs no rights), then fetches those that hold code. */
async function download(
  names: readonly string[],
  directory: string,
  aptOptions: readonly string[],
): Promise<CommandResult> {
  const simulation = [...aptOptions, "--simulate", "--no-install-recommends", "install", ...names];
  const simulated = await runCommand("apt-get", simulation);
  if (simulated.exitCode !== 0) {
    return simulated;
  }
  const added = [...simulated.stdout.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? "");
  const libraries = added.filter((name) => /^lib(?!js-)/.test(name) && !NEVER_UNPACKED.test(name));
  // The sandbox user of apt cannot write into the cache; the signatures are checked all the same.
  const options = [...aptOptions, "-o", "APT::Sandbox::User=root", "-q"];
  return runCommand("apt-get", [...options, "download", ...new Set([...names, ...libraries])], {
    cwd: directory,
  });
}

/** Package lists of our own: the machine's lists belong to root, and an ordinary user must be able to refresh them. */
async function ownLists(): Promise<string[]> {
  const lists = join(cacheDirectory(), "apt", "lists");
  const archives = join(cacheDirectory(), "apt", "cache");
  await mkdir(join(lists, "partial"), { recursive: true });
  await mkdir(join(archives, "archives", "partial"), { recursive: true });
  return [
    "-o",
    `Dir::State::lists=${lists}`,
    "-o",
    `Dir::Cache=${archives}`,
    "-o",
    "APT::Sandbox::User=root",
  ];
}

async function freshLists(): Promise<string[]> {
  const options = await ownLists();
  const updated = await runCommand("apt-get", [...options, "-q", "update"]);
  if (updated.exitCode !== 0) {
    throw new ServiceUnavailable(
      `apt-get update failed: is the package mirror reachable?\n${updated.output.trim()}`,
    );
  }
  return options;
}

/** Packages of one release do not fit another: the name of the release is part of the cache key. */
export function debianRelease(): string {
  try {
    const match = /^VERSION_CODENAME=(\S+)$/m.exec(readFileSync("/etc/os-release", "utf8"));
    return match?.[1] ?? "unknown";
  } catch {
    return "unknown";
  }
}

function listed(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
