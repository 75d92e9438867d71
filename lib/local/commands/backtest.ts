import { command } from "../command-line/command.ts";

export const BACKTEST = command({
  name: "backtest",
  summary: "What the engine would have told of the series of a CSV file, day by day.",
  options: {
    input: {
      type: "string",
      value: "FILE.csv",
      says: "series,timestamp,value and optionally resource, limit",
    },
    out: { type: "string", value: "FILE.csv", says: "one row per series and day" },
    labels: { type: "string", value: "FILE.csv", says: "series,from,to: also precision, recall and lead" },
    config: {
      type: "string",
      value: "FILE.yaml",
      says: "what differs from the defaults: alert: {zAbove: 4}, prediction: {gapDays: 21}",
    },
    budget: {
      type: "string",
      value: "N",
      default: "5",
      says: "notifications a day over the file, or off (default 5)",
    },
    json: { type: "boolean", default: false, says: "print the figures as JSON" },
  },
  examples: [
    ["backtest -- --input series.csv --out verdicts.csv", "verdicts only"],
    ["backtest -- --input series.csv --out verdicts.csv --labels labels.csv", "and how good they are"],
  ],
  notes: [],
});
