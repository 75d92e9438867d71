import { command } from "../command-line/command.ts";

export const EVALUATE = command({
  name: "evaluate",
  summary: "Measures the detection engine: healthy fleets, disturbances, labelled data, forecasts, ablation.",
  options: {
    quick: { type: "boolean", default: false, says: "fewer series: seconds instead of a minute or two" },
    data: {
      type: "string",
      value: "DIR",
      default: "../shared/data",
      says: "labelled data sets (default ../shared/data); what is missing is skipped and said",
    },
    demo: { type: "string", value: "DIR", says: "folder with the summary.json of npm run demo -- --out DIR" },
    out: {
      type: "string",
      value: "FILE.md",
      default: "docs/evaluation.md",
      says: "where the report goes (default docs/evaluation.md); worked-example.svg goes beside it",
    },
    json: { type: "boolean", default: false, says: "print the gates as JSON" },
  },
  examples: [
    ["evaluate", "the whole table, written to docs/evaluation.md"],
    ["evaluate -- --quick --out evaluation.md", "a quick look"],
  ],
  notes: ["The report is the same on every machine: seeds are fixed, and it holds no times."],
  exits: "1 also where a gate is missed.",
});
