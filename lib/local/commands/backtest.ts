import { command } from "../command-line/command.ts";

export const BACKTEST = command({
  name: "backtest",
  summary:
    "What the engine would have told of the series of a CSV file, or what the pipeline would have told of the days in its database.",
  options: {
    input: {
      type: "string",
      value: "FILE.csv",
      says: "series,timestamp,value and optionally resource, limit",
    },
    "from-db": {
      type: "boolean",
      default: false,
      says: "instead: the newest days of the database, and what differs from what was told",
    },
    days: { type: "string", value: "N", says: "so many of them, 1 to 400 (default 60)" },
    "every-day": {
      type: "boolean",
      default: false,
      says: "also tell of days of which no run told anybody, such as a backfill's",
    },
    out: {
      type: "string",
      value: "FILE.csv",
      says: "one row per series and day; may be left out with --from-db",
    },
    labels: { type: "string", value: "FILE.csv", says: "series,from,to: also precision, recall and lead" },
    config: {
      type: "string",
      value: "FILE.yaml",
      says: "what differs from the defaults: alert: {zAbove: 4}, prediction: {gapDays: 21}",
    },
    budget: {
      type: "string",
      value: "N",
      says: "notifications a day over the file, or off (default 5; with --from-db as in the config)",
    },
    json: { type: "boolean", default: false, says: "print the figures, or the difference, as JSON" },
  },
  examples: [
    ["backtest -- --input series.csv --out verdicts.csv", "verdicts only"],
    ["backtest -- --input series.csv --out verdicts.csv --labels labels.csv", "and how good they are"],
    ["backtest -- --from-db", "the config as it is: the difference is what changed since"],
    ["backtest -- --from-db --config quieter.yaml --days 30", "what another config would have told"],
  ],
  notes: [
    "--from-db reads the database that DATABASE_URL or DB_* names in one read-only transaction, and judges its daily values as the stages 09, 10 and 13 do,",
    "with the config of CONFIG_DIRECTORY. --config then holds what differs from it, field by field: metrics: {rds.cpu_utilization_pct: {condition: [{kind: limit, above: 90}]}},",
    "alerts: {notificationsPerDay: 3}, prediction: {spikeLimit: 5} (of the engine, which a run takes from the code); as if it had come into force on the first of the days.",
    "Told is what a message of the pipeline named, in a notification or in its digest: the rows `told` of infra_alert_action, written with the message in infra_notification,",
    "whether it was delivered or not. The days are those of the newest score. What people said (acknowledge, silence, refute) counts from when they said it.",
    "An unchanged config differs from what was told only where the past did: runs by another config or code, values that came or changed after the run that told of their day,",
    "tags and owners of now. A metric that was told up to 14 days earlier or later is told by both.",
  ],
  exits: "A difference is a result, not a failure: 0.",
});
