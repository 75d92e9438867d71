import { command } from "../command-line/command.ts";

export const COUNT_CALLS = command({
  name: "count-calls",
  summary:
    "Counts anew what one daily run over the simulated estate asks of AWS; docs/cost.md follows by npm run generate.",
  options: { json: { type: "boolean", default: false, says: "print the counts as JSON" } },
  examples: [["count-calls", "after a change of what is collected, before npm run generate"]],
  notes: ["Writes lib/local/cost/run-counts.json."],
});
