import { writeFileSync } from "node:fs";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { COUNT_CALLS } from "#lib/local/commands/count-calls.ts";

const FILE = new URL("../lib/local/cost/run-counts.json", import.meta.url);

await runCommand(COUNT_CALLS, async ({ terminal }) => {
  const { countCalls } = await import("#lib/local/cost/count-calls.ts");
  const counts = await countCalls(terminal.note);
  const text = JSON.stringify(counts, null, 2);
  writeFileSync(FILE, `${text}\n`);
  terminal.print(text);
  terminal.json(counts);
  return true;
});
