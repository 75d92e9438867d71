import { afterAll, describe, expect, it } from "vitest";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { openStores } from "#adapters/mysql/mysql-stores.ts";
import type { Stores } from "#core/ports/stores.ts";
import { type FaultProxy, startFaultProxy } from "#lib/local/services/fault-proxy.ts";
import { dailyRow, freshDatabase, PROVENANCE, startTestServer, type TestDatabase } from "./test-database.ts";
import { action, alert, healthRow, notification, scoreRow } from "./test-rows.ts";

const server = await startTestServer();
afterAll(() => server?.stop());

const DAY = "2026-11-20";
/** More than two full batches, so that a crash can fall between them. */
const NAMES = Array.from({ length: 1_200 }, (_, index) => `db-${String(index).padStart(4, "0")}`);

/** Each writer: what stands in the database, and what it then writes over it. */
const WRITERS: Record<string, { before: Writing; after: Writing }> = {
  "daily values": {
    before: (stores, epoch) =>
      stores.dailyValues.replaceDay(
        epoch,
        "old",
        DAY,
        NAMES.map((resourceId) => dailyRow({ resourceId })),
      ),
    after: (stores, epoch) =>
      stores.dailyValues.replaceDay(
        epoch,
        "new",
        DAY,
        NAMES.map((resourceId) => dailyRow({ resourceId, avg: 7 })),
      ),
  },
  scores: {
    before: (stores, epoch) =>
      stores.scores.replaceDate(
        epoch,
        PROVENANCE,
        DAY,
        NAMES.map((resourceId) => scoreRow({ resourceId })),
      ),
    after: (stores, epoch) =>
      stores.scores.replaceDate(
        epoch,
        PROVENANCE,
        DAY,
        NAMES.slice(100).map((resourceId) => scoreRow({ resourceId, z: 1 })),
      ),
  },
  health: {
    before: (stores, epoch) =>
      stores.health.replaceDate(
        epoch,
        "old",
        DAY,
        NAMES.map((resourceId) => healthRow({ resourceId })),
      ),
    after: (stores, epoch) =>
      stores.health.replaceDate(
        epoch,
        "new",
        DAY,
        NAMES.slice(100).map((resourceId) => healthRow({ resourceId, score: 1 })),
      ),
  },
  alerts: {
    before: async (stores, epoch) => {
      await stores.dailyValues.replaceDay(epoch, "old", DAY, [dailyRow()]);
      const upserts = NAMES.map((resourceId) => alert({ resourceId }));
      await stores.alerts.apply(epoch, PROVENANCE, { upserts, deletes: [], actions: [], notifications: [] });
      await stores.dailyValues.replaceDay(epoch, "old", DAY, [dailyRow({ avg: 8 })]);
    },
    after: (stores, epoch) =>
      stores.alerts.apply(epoch, PROVENANCE, {
        upserts: NAMES.slice(2).map((resourceId) => alert({ resourceId, severity: "critical" })),
        deletes: NAMES.slice(0, 2).map((resourceId) => alert({ resourceId })),
        actions: [action()],
        notifications: [notification()],
      }),
  },
};
type Writing = (stores: Stores, epoch: number) => Promise<unknown>;

/** A database as `before` leaves it, written through the proxy by a pool that has no open connection yet. */
async function prepared(proxy: FaultProxy, before: Writing): Promise<TestDatabase & { epoch: number }> {
  await proxy.setMode({ kind: "pass" });
  const test = await freshDatabase(server, { port: proxy.port });
  const { epoch } = await test.stores.lease.take("run-1", 600);
  await before(test.stores, epoch);
  return { ...test, epoch };
}

describe.skipIf(server === undefined).each(Object.entries(WRITERS))(
  "a crash while writing %s",
  (_name, { before, after }) => {
    it("leaves the old day or the new one, and the rerun ends as the undisturbed run, at every packet", async () => {
      const proxy = await startFaultProxy(server?.port ?? 0);
      const undisturbed = await prepared(proxy, before);
      const old = await undisturbed.dump();
      await proxy.setMode({ kind: "pass" });
      await after(undisturbed.stores, undisturbed.epoch);
      const whole = await undisturbed.dump();
      await undisturbed.close();
      expect(whole).not.toBe(old);

      const mixed: number[] = [];
      const different: number[] = [];
      const test = await prepared(proxy, before);
      let packet = 0;
      for (let isDisturbed = true; isDisturbed; ) {
        packet++;
        await proxy.setMode({ kind: "pass" });
        await reset(test, before);
        await proxy.setMode({ kind: "resetAfterPackets", direction: "toServer", packetsCount: packet });
        isDisturbed = !(await writesFromScratch(test, after));
        await proxy.setMode({ kind: "pass" });
        if (![old, whole].includes(await test.dump())) mixed.push(packet);
        await after(test.stores, test.epoch);
        if ((await test.dump()) !== whole) different.push(packet);
      }
      await test.close();
      await proxy.stop();
      expect({ mixed, different }).toEqual({ mixed: [], different: [] });
      expect(packet).toBeGreaterThan(10);
    }, 180_000);

    it("whose COMMIT was done but not answered ends as the undisturbed run, without an error", async () => {
      const proxy = await startFaultProxy(server?.port ?? 0);
      const undisturbed = await prepared(proxy, before);
      await after(undisturbed.stores, undisturbed.epoch);
      const whole = await undisturbed.dump();
      await undisturbed.close();

      const test = await prepared(proxy, before);
      let droppedCount = 0;
      const isCommit = (packet: Buffer): boolean => {
        const isFirst = packet.includes("COMMIT") && droppedCount === 0;
        if (isFirst) droppedCount++;
        return isFirst;
      };
      await proxy.setMode({ kind: "dropReply", isRequest: isCommit });
      await after(test.stores, test.epoch);
      expect(droppedCount).toBe(1);
      expect(await test.dump()).toBe(whole);
      await test.close();
      await proxy.stop();
    });
  },
);

/** True if the writer came through, over a new connection: its handshake and preparations are crash points too. */
async function writesFromScratch(test: TestDatabase & { epoch: number }, after: Writing): Promise<boolean> {
  const stores = openStores(connectionSettings({ DATABASE_URL: test.url }), {
    retryPauseMs: 2,
    connectTimeoutMs: 2_000,
  });
  try {
    await after(stores, test.epoch);
    return true;
  } catch {
    return false;
  } finally {
    await stores.close();
  }
}

/** Back to the state before: the same database, because making one takes longer than emptying it. */
async function reset(test: TestDatabase & { epoch: number }, before: Writing): Promise<void> {
  for (const table of [
    "metric_daily",
    "anomaly_scores",
    "health_scores",
    "anomaly_alerts",
    "alert_action",
    "notification",
  ]) {
    await test.sql(`DELETE FROM infra_${table}`);
  }
  await test.sql("UPDATE infra_run_lease SET dirty_from = NULL");
  await before(test.stores, test.epoch);
}
