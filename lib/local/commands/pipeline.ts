import { SOURCES } from "#core/model/resource.ts";
import { command } from "../command-line/command.ts";

export const PIPELINE = command({
  name: "pipeline",
  summary:
    "One run on this machine, through the state machine that is deployed, against what the environment names.",
  options: {
    date: { type: "string", value: "YYYY-MM-DD", says: "one UTC day" },
    from: { type: "string", value: "YYYY-MM-DD", says: "first day of a range, with --to" },
    to: { type: "string", value: "YYYY-MM-DD", says: "last day of a range" },
    backfill: { type: "string", value: "N", says: "the last N days, for a first deployment" },
    only: { type: "string", value: "SOURCES", says: `some of ${SOURCES.join(",")}` },
    "dry-run": {
      type: "boolean",
      default: false,
      says: "write no row and tell nobody; what its stages pass on lies in the archive",
    },
    check: { type: "boolean", default: false, says: "only try every connection; predicts the cost" },
    "take-over": {
      type: "boolean",
      default: false,
      says: "end the lease of a run that was killed, then start",
    },
    json: { type: "boolean", default: false, says: "print the run as one JSON value" },
  },
  examples: [
    ["pipeline -- --check", "is everything reachable, and what would it cost?"],
    ["pipeline -- --backfill 90", "history first"],
    ["pipeline", "the last two UTC days, and gaps of the last week"],
    ["pipeline -- --date 2026-11-21 --only redis --dry-run", "one day of one source, written nowhere"],
  ],
  notes: [
    "Database: DATABASE_URL, or DB_HOST DB_USER DB_PASSWORD DB_NAME. Archive: ARCHIVE_URL, s3://bucket/prefix or file:///folder.",
    "Sources: PROMETHEUS_URL, MCP_GATEWAY_URL, AWS credentials, AWS_REGION, AWS_ENDPOINT_URL. Config: CONFIG_DIRECTORY, PIPELINE_ENVIRONMENT.",
  ],
  exits:
    "1 also where --check finds something that is not ok. Ctrl-C stops the run as an operator would, and gives its lease back.",
});
