import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

const WELL_KNOWN = [
  "/usr/local/bin",
  "/usr/local/sbin",
  "/usr/bin",
  "/usr/sbin",
  "/usr/libexec",
  "/opt/homebrew/bin",
];
/** Debian keeps the server programs of PostgreSQL here, one folder per major version, off the PATH. */
const POSTGRES_VERSIONS = "/usr/lib/postgresql";

/**
 * The first of `names` that can be executed: on the PATH, else where distributions put servers; undefined if there is none.
 *
 * @param root look only below this unpacked directory instead of on the machine
 * @example findExecutable(["mariadbd", "mysqld"]); // "/usr/sbin/mariadbd"
 */
export function findExecutable(names: readonly string[], root?: string): string | undefined {
  const onPath = root === undefined ? (process.env.PATH ?? "").split(delimiter).filter(Boolean) : [];
  const directories = [
    ...onPath,
    ...[...WELL_KNOWN, ...postgresDirectories(root)].map((path) => join(root ?? "/", path)),
  ];
  return names
    .flatMap((name) => directories.map((directory) => join(directory, name)))
    .find((path) => isExecutable(path));
}

function postgresDirectories(root = "/"): string[] {
  try {
    return readdirSync(join(root, POSTGRES_VERSIONS))
      .toSorted((a, b) => Number(b) - Number(a))
      .map((version) => join(POSTGRES_VERSIONS, version, "bin"));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
