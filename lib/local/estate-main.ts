/** Program of the child process that {@link file://./estate-process.ts} starts: runs an estate's servers until its parent is gone. */
import * as z from "zod";
import { createEstate } from "./estate/create-estate.ts";
import { startEstateServers } from "./estate-server.ts";

const Options = z.object({
  seed: z.int(),
  firstDay: z.iso.date(),
  lastDay: z.iso.date(),
  monitoringStart: z.iso.date(),
  hasIncidents: z.boolean(),
  clock: z.number(),
});

const { clock, ...estateOptions } = Options.parse(JSON.parse(process.argv[2] ?? "null"));
const servers = await startEstateServers(createEstate(estateOptions), { clock });

async function end(): Promise<void> {
  await servers.stop();
  process.exit(0);
}

// The channel closes when the parent ends, however it ends.
process.on("disconnect", end);
// Ctrl-C reaches the whole process group; the parent decides when the servers end.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", end);

const { awsUrl, prometheusUrl, gatewayUrl, gatewayToken } = servers;
process.send?.({ awsUrl, prometheusUrl, gatewayUrl, gatewayToken });
