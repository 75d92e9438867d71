import { command } from "../command-line/command.ts";

export const SAMPLE = command({
  name: "sample",
  summary: "Takes one snapshot of every database behind the MCP gateway into the archive.",
  options: { json: { type: "boolean", default: false, says: "print the outcome as JSON" } },
  examples: [["sample", "every 15 minutes in production: the gateway only knows now"]],
  notes: [
    "Gateway: MCP_GATEWAY_URL, MCP_GATEWAY_TOKEN. Archive: ARCHIVE_URL, s3://bucket/prefix or file:///folder.",
  ],
  exits: "1 also where a database did not answer; the snapshot holds the others.",
});
