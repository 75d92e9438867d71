import { command } from "../command-line/command.ts";

export const MIGRATE = command({
  name: "migrate",
  summary: "Creates what is missing of the infra_* tables and views, and touches nothing else.",
  options: { json: { type: "boolean", default: false, says: "print the outcome as JSON" } },
  examples: [["migrate", "the database that the environment names"]],
  notes: ["Database: DATABASE_URL, or DB_HOST DB_USER DB_PASSWORD DB_NAME. Safe to repeat."],
});
