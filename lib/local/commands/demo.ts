import { command } from "../command-line/command.ts";

export const DEMO = command({
  name: "demo",
  summary: "The whole pipeline over a simulated estate, on this machine: a 90-day backfill, then daily runs.",
  options: {
    days: {
      type: "string",
      value: "N",
      default: "21",
      says: "daily runs after the backfill, 1 to 60 (default 21)",
    },
    seed: {
      type: "string",
      value: "N",
      default: "1",
      says: "another estate: other noise, other victims (default 1)",
    },
    out: {
      type: "string",
      value: "DIR",
      says: "write DIR/summary.json, the newest morning page and its reports",
    },
    keep: { type: "boolean", default: false, says: "leave the database up until Ctrl-C, and print its URL" },
  },
  examples: [
    ["demo", "some minutes; prints what was found and when"],
    ["demo -- --days 5 --out /tmp/demo", "shorter, with the figures as JSON"],
  ],
  notes: [
    "Database: DATABASE_URL if set (without rows of a real pipeline), else mariadbd or mysqld on the machine, else Debian's packages (unpacked, not installed), else a container.",
  ],
  exits: "1 also where a run ended other than COMPLETE.",
});
