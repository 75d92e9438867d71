import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseMetricsConfig } from "#adapters/config-files/load-config.ts";
import { generatedDataDictionary } from "#lib/local/generate/data-dictionary.ts";
import { generatedDecisionIndex } from "#lib/local/generate/decision-index.ts";
import { withGeneratedPart } from "#lib/local/generate/generated-part.ts";
import { clauseWords, generatedSourceCatalog } from "#lib/local/generate/source-catalog.ts";

const ROOT = new URL("../../", import.meta.url);
const CONFIG = parseMetricsConfig(readFileSync("config/metrics_config.yaml", "utf8"));
const DOCUMENTS = globSync("docs/**/*.md").toSorted();
const IN_ITS_OWN_INDEX = /^docs\/decisions\/\d{4}-/;

/** Relative links of a Markdown text, without anchors. */
function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link));
}

describe("the documents", () => {
  it.each(["README.md", ...DOCUMENTS])("%s links to files that are there", (file) => {
    const broken = linksOf(readFileSync(file, "utf8")).filter(
      (link) => !existsSync(join(dirname(file), link)),
    );
    expect(broken).toEqual([]);
  });

  it("are all in the index", () => {
    const listed = new Set(linksOf(readFileSync("docs/README.md", "utf8")).map((link) => join("docs", link)));
    expect(DOCUMENTS.filter((file) => file !== "docs/README.md" && !IN_ITS_OWN_INDEX.test(file))).toEqual(
      [...listed].filter((file) => file.endsWith(".md")).toSorted(),
    );
  });

  it("that are generated are current: npm run generate", () => {
    const files = new Map([
      ...generatedDataDictionary(ROOT),
      ...generatedSourceCatalog(ROOT, CONFIG),
      ...generatedDecisionIndex(ROOT),
    ]);
    for (const [path, text] of files) expect(readFileSync(path, "utf8"), `${path} is stale`).toBe(text);
  });

  it("describe every column and every metric", () => {
    const dictionary = readFileSync("docs/data_dictionary.md", "utf8");
    const ddl = readFileSync("sql/02_create_analytics_schema.sql", "utf8");
    const columns = [...ddl.matchAll(/^ {2}(\w+) [A-Z]+.* COMMENT '/gm)].map(([, name]) => name);
    expect(dictionary.match(/^\| `(?!infra_v_)/gm)).toHaveLength(columns.length);
    const catalog = readFileSync("docs/data_source_catalog.md", "utf8");
    for (const metric of Object.keys(CONFIG.metrics)) expect(catalog).toContain(`| ${metric} |`);
  });
});

describe("what documents are made with", () => {
  it("keeps the words around a generated part, and refuses a document without its markers", () => {
    const document = "# A\n<!-- x: begin -->\nold\n<!-- x: end -->\nwords\n";
    expect(withGeneratedPart(document, "x", "new")).toBe(
      "# A\n<!-- x: begin -->\n\nnew\n<!-- x: end -->\nwords\n",
    );
    expect(() => withGeneratedPart("# A\n", "x", "new")).toThrow("markers <!-- x: begin -->");
  });

  it("writes clauses as the specification does", () => {
    expect(
      [
        { kind: "limit", above: 80 } as const,
        { kind: "share_of_baseline_below", below: 0.2 } as const,
        { kind: "western_electric", rules: [2] as (1 | 2 | 3 | 4)[] } as const,
      ].map(clauseWords),
    ).toEqual(["> 80", "< 20 % of its baseline", "WE-2"]);
  });
});
