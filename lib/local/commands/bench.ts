import { command } from "../command-line/command.ts";

export const BENCH = command({
  name: "bench",
  summary:
    "Speed of the parts that carry the load, as ratios to a yardstick in the same run: machines differ, ratios hardly.",
  options: { json: { type: "boolean", default: false, says: "print the figures as JSON" } },
  examples: [["bench", "a minute or two; leave the machine alone meanwhile"]],
  notes: [
    "Yardsticks: the same algorithm in C and numpy, and LOAD DATA. One that is missing is skipped and named.",
    "Queries of the dashboards are timed over 90 days of the specification's fleet; aim: under 200 ms each.",
  ],
});
