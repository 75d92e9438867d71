import { command } from "../command-line/command.ts";

export const REPORTS = command({
  name: "reports",
  summary:
    "Writes the fleet inventory, the coverage matrix and the gap analysis as Markdown, from what is there now.",
  options: {
    demo: { type: "boolean", default: false, says: "of the demo estate: what docs/ ships" },
    run: {
      type: "string",
      value: "RUN_ID",
      says: "of a run's archived inventory and config, without asking anybody",
    },
    out: { type: "string", value: "DIR", default: "docs", says: "folder of the documents (default docs)" },
    json: { type: "boolean", default: false, says: "print the files written as JSON" },
  },
  examples: [
    ["reports -- --out /tmp/estate", "of your own estate"],
    ["reports -- --run daily-20261121 --out /tmp/then", "as that run saw it"],
    ["reports -- --demo", "after a change of the config: what a test compares"],
  ],
  notes: [
    "AWS credentials, AWS_REGION, AWS_ENDPOINT_URL; PROMETHEUS_URL; GRAFANA_URL with a read-only GRAFANA_TOKEN for the states of its rules.",
    "With --run: ARCHIVE_URL. What was not given is reported as not looked at. Costs come from config/fleet_cost.yaml.",
  ],
});
