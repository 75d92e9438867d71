import { existsSync, readFileSync } from "node:fs";

const FOLDER = new URL("../../../shared/data/oracles/", import.meta.url);

/** Reads a file of reference values; undefined where the test data is not at hand, and says so. */
export function readOracle(name: string): string | undefined {
  const file = new URL(name, FOLDER);
  if (existsSync(file)) return readFileSync(file, "utf8");
  process.stderr.write(`skipped: no test data ${name} beside the repository, nothing was compared with it\n`);
  return undefined;
}
