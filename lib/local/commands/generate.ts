import { command } from "../command-line/command.ts";

export const GENERATE = command({
  name: "generate",
  summary:
    "Makes anew what follows from other files: blocks in sql/, JSON Schemas, tables of documents, dashboards.",
  options: {},
  examples: [
    [
      "generate",
      "after a change of the config, sql/02, lib/dashboards or a command's options; tests say when it is due",
    ],
  ],
  notes: [],
});
