import { command } from "../command-line/command.ts";

export const EXPLAIN = command({
  name: "explain",
  summary: "Why a series was judged as it was on a day, computed again from the stored daily values.",
  options: {
    resource: { type: "string", value: "NAME", says: "name or id of the resource" },
    metric: { type: "string", value: "METRIC", says: "such as rds.cpu_utilization_pct" },
    date: { type: "string", value: "YYYY-MM-DD", says: "the scored UTC day" },
    json: { type: "boolean", default: false, says: "print everything as one JSON value" },
  },
  examples: [
    ["explain -- --resource orders-mysql --metric rds.cpu_utilization_pct --date 2026-11-21", "one day"],
  ],
  notes: [
    "Reads the database that DATABASE_URL or DB_* names, and the config of CONFIG_DIRECTORY. What differs from the stored row is listed.",
  ],
  exits: "1 also if what is stored differs from what is computed now.",
});
