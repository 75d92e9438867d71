import { readdirSync, readFileSync } from "node:fs";

const FOLDER = "docs/decisions/";

const HEAD = `# Decisions 设计决策

Generated from the records beside it (\`npm run generate\`): choices that somebody will question, with what else was considered.

`;

/** docs/decisions/README.md: every record by its own title. */
export function generatedDecisionIndex(root: URL): Map<string, string> {
  const files = readdirSync(new URL(FOLDER, root)).filter((name) => /^\d{4}-.*\.md$/.test(name));
  const lines = files.toSorted().map((name) => {
    const title =
      /^# (?:\d+\. )?(.+)$/m.exec(readFileSync(new URL(FOLDER + name, root), "utf8"))?.[1] ?? name;
    return `- [${name.slice(0, 4)}](${name}) ${title}\n`;
  });
  return new Map([[`${FOLDER}README.md`, `${HEAD}${lines.join("")}`]]);
}
