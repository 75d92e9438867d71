import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseMetricsConfig } from "#adapters/config-files/load-config.ts";
import { generatedConfigSchemas } from "#lib/local/generate/config-schemas.ts";
import { generatedCost } from "#lib/local/generate/cost-table.ts";
import { generatedPermissions } from "#lib/local/generate/permissions-table.ts";
import { generatedSqlFiles } from "#lib/local/generate/sql-files.ts";

/** Makes anew what follows from other files: blocks in sql/05 and sql/07, the schema's checksum, JSON Schemas of the config, the tables of rights and of costs. */
const root = new URL("../", import.meta.url);
const config = parseMetricsConfig(readFileSync(new URL("config/metrics_config.yaml", root), "utf8"));
const files = new Map([
  ...generatedSqlFiles(root, config),
  ...generatedConfigSchemas(),
  ...generatedPermissions(),
  ...generatedCost(),
]);
for (const [path, text] of files) {
  const file = fileURLToPath(new URL(path, root));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const sources = [...files.keys()].filter((path) => path.endsWith(".ts"));
execFileSync("biome", ["check", "--write", ...sources], { cwd: fileURLToPath(root), stdio: "ignore" });
console.log(`wrote ${files.size} files: ${[...files.keys()].join(", ")}`);
