import { join } from "node:path";
import { cachedDirectory } from "./cache-directory.ts";
import type { OnProgress } from "./debian-package.ts";
import { findExecutable } from "./find-executable.ts";
import { runCommand } from "./run-command.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";

/** @see installPythonPackage */
export interface PythonPackage {
  readonly name: string;
  /** Exact. */
  readonly version: string;
  /** Part of the cache's key beside the version: names what `prepare` does. */
  readonly variant: string;
  /** Runs once, on the folder of the package's modules. */
  readonly prepare: (packageDirectory: string) => Promise<void>;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Installs a package of PyPI into a virtual environment of its own in the cache; nothing outside the cache changes.
 *
 * @returns the virtual environment's Python; start the package by `-m`
 * @throws ServiceUnavailable without python3 and its venv module, or if PyPI does not give the package
 */
export async function installPythonPackage(wanted: PythonPackage): Promise<string> {
  const { name, version, variant, prepare } = wanted;
  const root = await cachedDirectory(`${name}-${version}-${variant}-${process.arch}`, async (directory) => {
    const python3 = findExecutable(["python3"]);
    if (python3 === undefined) throw new ServiceUnavailable(`${name} needs python3 on the PATH`);
    wanted.onProgress?.(`installing ${name} ${version} from PyPI into a virtual environment`);
    await run(python3, ["-m", "venv", directory], "a virtual environment cannot be made");
    const python = pythonOf(directory);
    const flags = ["--quiet", "--disable-pip-version-check", "--no-input"];
    await run(
      python,
      ["-m", "pip", "install", ...flags, `${name}==${version}`],
      `PyPI does not give ${name} ${version}`,
    );
    const where = `import importlib.util; print(importlib.util.find_spec(${JSON.stringify(name)}).submodule_search_locations[0])`;
    await prepare((await run(python, ["-c", where], `${name} has no modules`)).trim());
  });
  return pythonOf(root);
}

const pythonOf = (directory: string): string => join(directory, "bin", "python");

async function run(file: string, args: readonly string[], failure: string): Promise<string> {
  const { exitCode, stdout, output } = await runCommand(file, args);
  if (exitCode !== 0) throw new ServiceUnavailable(`${failure}:\n${output.trim()}`);
  return stdout;
}
