import { command } from "../command-line/command.ts";

export const ALERTS = command({
  name: "alerts",
  summary: "What is open, and what people say of it: recorded with who and when, heeded by the next run.",
  actions: {
    list: "open alerts, worst first",
    show: "one alert, what was told and said of it, and those before it",
    acknowledge: "somebody looks after it: it is told again only if it becomes more severe",
    silence: "nobody is told of it until a day, 92 days from now at most",
    refute: "not a problem: it counts against the rules that raised it; a closed alert can be refuted too",
  },
  options: {
    alert: { type: "string", value: "ID", says: "of ten characters, as list and messages show it" },
    note: { type: "string", value: "TEXT", says: "why; acknowledge, silence and refute need it" },
    by: { type: "string", value: "NAME", says: "who says it (the user of this machine)" },
    until: { type: "string", value: "YYYY-MM-DD", says: "last UTC day of a silence" },
    all: { type: "boolean", default: false, says: "list also what nobody is told of (class statistical)" },
    json: { type: "boolean", default: false, says: "print the answer as one JSON value" },
  },
  examples: [
    ["alerts -- list", "what is open"],
    ['alerts -- acknowledge --alert gi5k70mpmv --note "disk is being extended"', "I look after it"],
    ['alerts -- silence --alert gi5k70mpmv --until 2026-12-05 --note "load test"', "not until then"],
    ['alerts -- refute --alert gi5k70mpmv --note "monthly report, as every month"', "not a problem"],
  ],
  notes: [
    "Database: DATABASE_URL, or DB_HOST DB_USER DB_PASSWORD DB_NAME. Where it cannot be reached, the function alerts-operations does the same:",
    'its event is the same words, such as {"action": "show", "alert": "gi5k70mpmv"}; docs/runbook.md shows how to call it.',
  ],
});
