import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StageId } from "#contract/stages.ts";
import { STAGE_HANDLERS } from "#lib/local/pipeline/stage-handlers.ts";
import { type FaultProxy, startFaultProxy } from "#lib/local/services/fault-proxy.ts";
import { lambdaContext } from "#lib/local/state-machine/lambda-context.ts";
import type { StageHandler } from "#lib/local/state-machine/stage-caller.ts";
import { closeStores } from "#runtime/connections/stores.ts";
import { startTestServer } from "../adapters/mysql/test-database.ts";
import { type PipelineWorld, startWorld } from "./harness.ts";
import { smallEstate } from "./small-estate.ts";

const server = await startTestServer();
const NAMES = ["order-api-01", "recommendation-pg", "pricing-cache-002"];
/** The connection breaks at every n-th packet: 08 sends a few dozen, 13, which reads a month of scores, over a hundred. */
const STRIDES: readonly (readonly [StageId, number])[] = [
  ["08-persist-metrics", 5],
  ["13-alerts", 13],
];

let world: PipelineWorld;
let proxy: FaultProxy;
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
});
beforeEach(() => (server === undefined ? undefined : world.reset()));
afterAll(async () => {
  await world?.close();
  await proxy?.stop();
  await server?.stop();
});

/**
 * One call over a fresh connection that breaks after some packets, whereupon the network is whole again: the stage's own retry may save
 * the call. True if it got so far.
 */
async function breaksAt(packetsCount: number, call: () => unknown): Promise<boolean> {
  await closeStores();
  await proxy.setMode({ kind: "resetAfterPackets", direction: "toServer", packetsCount });
  let isBroken = false;
  const watch = setInterval(() => {
    if (isBroken || proxy.counts().packetsCount.toServer < packetsCount) return;
    isBroken = true;
    void proxy.setMode({ kind: "pass" });
  }, 2);
  try {
    await call();
  } catch (error) {
    expect(error).toMatchObject({ name: "DatabaseUnavailable" });
  } finally {
    clearInterval(watch);
  }
  await proxy.setMode({ kind: "pass" });
  return isBroken;
}

describe.skipIf(server === undefined)("a database that goes away for good", () => {
  it.each(["08-persist-metrics", "13-alerts"] as const)(
    "during %s, 14 included, leaves a state that the next run makes whole once the lease has run out",
    async (stage) => {
      await world.run({});
      const undisturbed = await world.dump();
      await world.reset();
      let callCount = 0;
      const noDatabase = () => {
        throw Object.assign(new Error("no database"), { name: "DatabaseUnavailable" });
      };
      const breaking: StageHandler = async (event, context) => {
        callCount += 1;
        if (callCount === 1) await breaksAt(12, () => STAGE_HANDLERS[stage](event, context));
        return noDatabase();
      };
      const failed = await world.run({}, { handlers: { [stage]: breaking, "14-pipeline-log": noDatabase } });
      expect(failed.result).toMatchObject({ status: "FAILED", error: "DatabaseUnavailable" });
      expect(callCount).toBe(5);
      expect(await world.sql("SELECT run_id FROM infra_run_lease")).toEqual([{ run_id: failed.name }]);
      await world.sql("UPDATE infra_run_lease SET expires_at = UTC_TIMESTAMP(3)");
      expect(await world.run({})).toMatchObject({ state: "COMPLETE" });
      expect(await world.dump()).toEqual(undisturbed);
    },
  );
});

describe.skipIf(server === undefined).each(STRIDES)(
  "a connection to the database that breaks during %s",
  (stage, stride) => {
    it(`costs nothing, at every packet in ${stride}: the call that is made again ends as the undisturbed one`, async () => {
      let event: unknown;
      let undisturbed = "";
      const noting: StageHandler = async (given, context) => {
        event = given;
        await world.save("before_the_stage");
        const answer = await STAGE_HANDLERS[stage](given, context);
        undisturbed = JSON.stringify(await world.dump());
        return answer;
      };
      expect(await world.run({}, { handlers: { [stage]: noting } })).toMatchObject({ state: "COMPLETE" });

      const call = () => STAGE_HANDLERS[stage](event, lambdaContext(stage));
      const different: number[] = [];
      let isBroken = true;
      let packet = 1;
      for (; isBroken; packet += stride) {
        await world.reset("before_the_stage");
        isBroken = await breaksAt(packet, call);
        await call();
        if (JSON.stringify(await world.dump()) !== undisturbed) different.push(packet);
      }
      expect(different).toEqual([]);
      expect(packet).toBeGreaterThan(20);
    }, 120_000);
  },
);
