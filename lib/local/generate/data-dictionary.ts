import { readFileSync } from "node:fs";

const DDL = "sql/02_create_analytics_schema.sql";
const FILE = "docs/data_dictionary.md";

const HEAD = `# Data dictionary 数据字典

Generated from the comments of \`${DDL}\` (\`npm run generate\`). Days are UTC calendar days, instants are UTC. NULL means "could not be
said", never zero.
`;

const TABLE =
  /^CREATE TABLE IF NOT EXISTS (infra_\w+) \(\n([\s\S]*?)\n\) ENGINE[^;]*? COMMENT = '((?:[^']|'')*)';/gm;
const COLUMN =
  /^ {2}(\w+) (ENUM\([^)]*\)|\w+(?:\(\d+\))?) (NOT NULL|NULL)(?: AUTO_INCREMENT)? COMMENT '((?:[^']|'')*)',?$/gm;
const PRIMARY_KEY = /^ {2}PRIMARY KEY \(([^)]*)\),?$/m;
const VIEW = /^((?:-- [^\n]*\n)+)CREATE OR REPLACE SQL SECURITY DEFINER VIEW (infra_v_\w+) AS/gm;

/** docs/data_dictionary.md: every table, column and view with what it means. */
export function generatedDataDictionary(root: URL): Map<string, string> {
  const ddl = readFileSync(new URL(DDL, root), "utf8");
  const tables = [...ddl.matchAll(TABLE)].map(([, name = "", body = "", comment = ""]) =>
    tableSection(name, body, comment),
  );
  const views = [...ddl.matchAll(VIEW)].map(([, comment = "", name = ""]) => viewRow(name, comment));
  const viewTable =
    views.length === 0 ? "" : `\n## Views for people\n\n| view | holds |\n| --- | --- |\n${views.join("")}`;
  return new Map([[FILE, `${HEAD}${tables.join("")}${viewTable}`]]);
}

function tableSection(name: string, body: string, comment: string): string {
  const rows = [...body.matchAll(COLUMN)].map(
    ([, column, type = "", nullability, says = ""]) =>
      `| \`${column}\` | ${cell(type)} | ${nullability === "NULL" ? "yes" : ""} | ${cell(says)} |\n`,
  );
  const key = PRIMARY_KEY.exec(body)?.[1] ?? "";
  return `\n## ${name}\n\n${unquoted(comment)}. Key: ${key}.\n\n| column | type | NULL | meaning |\n| --- | --- | --- | --- |\n${rows.join("")}`;
}

function viewRow(name: string, comment: string): string {
  return `| \`${name}\` | ${cell(comment.replaceAll(/^-- /gm, "").replaceAll("\n", " ").trim())} |\n`;
}

function cell(text: string): string {
  return unquoted(text).replaceAll("|", "\\|");
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'");
}
