import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeOutputFolder } from "#lib/local/command-line/output-folder.ts";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { REPORTS } from "#lib/local/commands/reports.ts";
import { GAP_ANALYSIS_FILE, reportFiles } from "#lib/local/reports/report-files.ts";

const CONFIG = process.env.CONFIG_DIRECTORY || fileURLToPath(new URL("../config", import.meta.url));

await runCommand(REPORTS, async ({ values: { demo, run, out }, terminal }) => {
  makeOutputFolder(out);
  const { factsOfNow, factsOfRun } = await import("#lib/local/reports/gather-facts.ts");
  const { demoFacts } = await import("#lib/local/reports/demo-facts.ts");
  const ask = async () => {
    const { facts, warnings } = await factsOfNow(CONFIG, new Date(), null);
    for (const warning of warnings) terminal.note(`${terminal.styled("warning", "!")} ${warning}`);
    return facts;
  };
  const facts = demo ? await demoFacts(CONFIG) : await (run === undefined ? ask() : factsOfRun(CONFIG, run));
  const analysis = await readFile(join(out, GAP_ANALYSIS_FILE), "utf8").catch(() => null);
  const files = reportFiles(facts, analysis);
  for (const [path, text] of files) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), text);
  }
  const written = [...files.keys()].map((path) => join(out, path));
  for (const path of written) terminal.print(path);
  terminal.json({ written, resources: facts.resources.length, asOf: facts.asOf });
  return true;
});
