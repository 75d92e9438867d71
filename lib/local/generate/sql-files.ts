import { readFileSync } from "node:fs";
import type { MetricsConfig } from "#core/model/metric-definition.ts";
import { knownSchemaSource, withChecksum } from "./schema-structure.ts";
import { SQL_BLOCKS, withBlock } from "./sql-blocks.ts";

const DDL = "sql/02_create_analytics_schema.sql";

/**
 * What has to be generated around sql/: path from the root of the project, and its text made anew.
 *
 * @param root - folder of the project, as a URL that ends in a slash.
 */
export function generatedSqlFiles(root: URL, config: MetricsConfig): Map<string, string> {
  const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
  const files = new Map<string, string>();
  for (const { file, origin, text } of SQL_BLOCKS) {
    const path = `sql/${file}`;
    files.set(path, withBlock(files.get(path) ?? read(path), origin, text(config)));
  }
  const ddl = withChecksum(files.get(DDL) ?? read(DDL));
  return files.set(DDL, ddl).set("lambdas/adapters/mysql/known-schema.ts", knownSchemaSource(ddl));
}
