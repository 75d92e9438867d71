import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StageId } from "#contract/stages.ts";
import { STAGE_HANDLERS } from "#lib/local/pipeline/stage-handlers.ts";
import { type FaultProxy, startFaultProxy } from "#lib/local/services/fault-proxy.ts";
import type { StageHandler } from "#lib/local/state-machine/stage-caller.ts";
import { closeStores } from "#runtime/connections/stores.ts";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import type { Dump } from "./dump-tables.ts";
import { type PipelineWorld, startWorld } from "./harness.ts";
import { smallEstate } from "./small-estate.ts";

const server = await startTestServer();
const NAMES = ["order-api-01", "recommendation-pg", "pricing-cache-002"];
/** Every fifth packet of a stage is a moment at which the connection breaks. */
const STRIDE = 5;

let world: PipelineWorld;
let proxy: FaultProxy;
let undisturbed: Dump;
beforeAll(async () => {
  if (server === undefined) return;
  world = await startWorld(server, {
    estate: smallEstate({ pick: ({ name }) => NAMES.includes(name) }),
    snapshotDays: ["2026-11-02"],
  });
  proxy = await startFaultProxy(server.port);
  const url = new URL(world.databaseUrl);
  url.port = String(proxy.port);
  process.env.DATABASE_URL = url.href;
  expect(await world.run({})).toMatchObject({ state: "COMPLETE" });
  undisturbed = await world.dump();
});
beforeEach(() => (server === undefined ? undefined : world.reset()));
afterAll(async () => {
  await world?.close();
  await proxy?.stop();
  await server?.stop();
});

/** The real stage over a fresh connection that breaks after some packets; then the network is whole again. */
function breaking(
  stage: StageId,
  packetsCount: number,
  seen: { packets: number; isBroken: boolean },
): StageHandler {
  let isFirst = true;
  return async (event, context) => {
    if (!isFirst) return STAGE_HANDLERS[stage](event, context);
    isFirst = false;
    await closeStores();
    await proxy.setMode({ kind: "resetAfterPackets", direction: "toServer", packetsCount });
    try {
      return await STAGE_HANDLERS[stage](event, context);
    } finally {
      seen.packets = proxy.counts().packetsCount.toServer;
      seen.isBroken = seen.packets >= packetsCount;
      await proxy.setMode({ kind: "pass" });
    }
  };
}

describe.skipIf(server === undefined).each(["08-persist-metrics", "13-alerts"] as const)(
  "a connection to the database that breaks during %s",
  (stage) => {
    it("costs nothing, at every fifth packet: the call is made again and the run ends as if undisturbed", async () => {
      const different: number[] = [];
      const seen = { packets: 0, isBroken: true };
      let tried = 0;
      for (let packet = 1; seen.isBroken; packet += STRIDE) {
        seen.isBroken = false;
        await world.reset();
        const run = await world.run({}, { handlers: { [stage]: breaking(stage, packet, seen) } });
        tried += 1;
        process.stderr.write(`${packet} ${JSON.stringify(seen)} ${run.state} ${run.error}\n`);
        if (tried > 30) break;
        const isEqual = JSON.stringify(await world.dump()) === JSON.stringify(undisturbed);
        if (run.state !== "COMPLETE" || !isEqual) different.push(packet);
      }
      expect(different).toEqual([]);
      expect(tried).toBeGreaterThan(3);
    }, 120_000);
  },
);

describe.skipIf(server === undefined)("a database that goes away for good", () => {
  it.each(["08-persist-metrics", "13-alerts"] as const)(
    "during %s leaves a state that the next run makes whole, its own lease included",
    async (stage) => {
      const gone: StageHandler = async (event, context) => {
        await proxy.setMode({ kind: "resetAfterPackets", direction: "toServer", packetsCount: 12 });
        try {
          return await STAGE_HANDLERS[stage](event, context);
        } finally {
          await proxy.setMode({ kind: "refuse" });
        }
      };
      const failed = await world.run({}, { handlers: { [stage]: gone } });
      expect(failed.result.status).toBe("FAILED");
      await proxy.setMode({ kind: "pass" });
      await world.sql("UPDATE infra_run_lease SET expires_at = UTC_TIMESTAMP() WHERE run_id IS NOT NULL");
      expect(await world.run({})).toMatchObject({ state: "COMPLETE" });
      expect(await world.dump()).toEqual(undisturbed);
    },
    120_000,
  );
});
