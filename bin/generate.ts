import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { GENERATE } from "#lib/local/commands/generate.ts";
import { generatedCommandPages } from "#lib/local/generate/command-pages.ts";
import { generatedConfigSchemas } from "#lib/local/generate/config-schemas.ts";
import { generatedDataDictionary } from "#lib/local/generate/data-dictionary.ts";
import { generatedDecisionIndex } from "#lib/local/generate/decision-index.ts";
import { generatedSourceCatalog } from "#lib/local/generate/source-catalog.ts";
import { generatedSqlFiles } from "#lib/local/generate/sql-files.ts";

const root = new URL("../", import.meta.url);

await runCommand(GENERATE, async ({ terminal }) => {
  const { generatedCost } = await import("#lib/local/generate/cost-table.ts");
  const { generatedPermissions } = await import("#lib/local/generate/permissions-table.ts");
  const { generatedDashboards } = await import("#lib/local/generate/dashboard-files.ts");
  const config = await loadConfig(fileURLToPath(new URL("config", root)), null);
  const files = new Map([
    ...generatedSqlFiles(root, config),
    ...generatedConfigSchemas(),
    ...generatedPermissions(),
    ...generatedCost(),
    ...generatedCommandPages(),
    ...generatedDataDictionary(root),
    ...generatedSourceCatalog(root, config),
    ...generatedDecisionIndex(root),
    ...generatedDashboards(config.pipeline.alerts.runbookUrl),
  ]);
  for (const [path, text] of files) {
    const file = fileURLToPath(new URL(path, root));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const sources = [...files.keys()].filter((path) => path.endsWith(".ts"));
  execFileSync("biome", ["check", "--write", ...sources], { cwd: fileURLToPath(root), stdio: "ignore" });
  terminal.print(`wrote ${files.size} files: ${[...files.keys()].join(", ")}`);
  return true;
});
