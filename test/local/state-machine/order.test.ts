import { describe, expect, it } from "vitest";
import { STAGES, type StageId } from "#contract/stages.ts";
import { countTransitions } from "#lib/local/state-machine/history.ts";
import { FLEET_SHARDS, field, SHARD_COUNT } from "./fake-stages.ts";
import { runWithFakes } from "./run-with-fakes.ts";

const expectedCalls: Partial<Record<StageId, number>> = {
  "03-collect-redis": FLEET_SHARDS.redis,
  "04-collect-rds": FLEET_SHARDS.rds,
  "05-collect-ec2": FLEET_SHARDS.ec2,
  "05b-collect-database": FLEET_SHARDS.database,
  "05c-collect-cloudwatch": FLEET_SHARDS.cloudwatch,
  "06-normalise": SHARD_COUNT,
  "07-aggregate-daily": SHARD_COUNT,
};

describe("a run in which everything works", () => {
  it.each(STAGES.map(({ id }) => id))("calls %s once, or once per shard", async (stage) => {
    const { result, callsOf } = await runWithFakes();
    expect(result.status).toBe("SUCCEEDED");
    expect(callsOf(stage)).toHaveLength(expectedCalls[stage] ?? 1);
  });

  it("first calls each stage in the order of the contract, the collectors at any time between 02 and 06", async () => {
    const { calls } = await runWithFakes();
    const firsts = [...new Set(calls.map(({ stage }) => stage))];
    const isCollector = (stage: string) => /^0[345]b?-collect/.test(stage);
    expect(firsts.filter((stage) => !isCollector(stage))).toEqual(
      STAGES.map(({ id }) => id).filter((id) => !isCollector(id)),
    );
    expect(firsts.slice(3, 7).every(isCollector)).toBe(true);
  });

  it("gives 00 the input untouched and the execution's name", async () => {
    const input = { runDate: "2026-11-21" };
    const { callsOf } = await runWithFakes({ input });
    expect(callsOf("00-open-run")[0]?.payload).toEqual({ input, executionName: "daily-1" });
  });

  it.each([7, "text", [], [{ $: 1 }]])("brings the input %j to 00, which alone judges it", async (input) => {
    const { callsOf } = await runWithFakes({ input });
    expect(field(callsOf("00-open-run")[0]?.payload, "input")).toEqual(input);
  });

  it("gives each collector its shard, the inventory's key and what 02 found", async () => {
    const { callsOf } = await runWithFakes();
    for (const { payload } of callsOf("04-collect-rds")) {
      expect(payload).toMatchObject({
        run: { runId: "daily-1" },
        shard: { source: "rds" },
        inventoryKey: "runs/daily-1/01-inventory/all",
        prometheus: { canCollect: true, retentionSeconds: 1_296_000 },
      });
    }
    const ids = callsOf("04-collect-rds").map(({ payload }) => field(payload, "shard", "id"));
    expect(new Set(ids).size).toBe(FLEET_SHARDS.rds);
  });

  it("gives 07 what 06 answered for the same shard", async () => {
    const { callsOf } = await runWithFakes();
    for (const { payload } of callsOf("07-aggregate-daily")) {
      const shard = String(field(payload, "shard", "shard"));
      expect(field(payload, "shard", "key")).toBe(`runs/daily-1/06-normalise/${shard}`);
    }
  });

  it("gives 08 one result of 07 per shard", async () => {
    const payload = (await runWithFakes()).callsOf("08-persist-metrics")[0]?.payload;
    expect(field(payload, "aggregated")).toHaveLength(SHARD_COUNT);
    for (let index = 0; index < SHARD_COUNT; index++)
      expect(field(payload, "aggregated", String(index), "key")).toContain("/07-aggregate-daily/");
  });

  it("gives 14 the collectors' results by source", async () => {
    const payload = (await runWithFakes()).callsOf("14-pipeline-log")[0]?.payload;
    for (const [source, count] of Object.entries(FLEET_SHARDS))
      expect(field(payload, "state", "collected", source)).toHaveLength(count);
  });

  it("gives 14 everything", async () => {
    const payload = (await runWithFakes()).callsOf("14-pipeline-log")[0]?.payload;
    expect(payload).toMatchObject({ executionName: "daily-1" });
    expect(Object.keys(Object(field(payload, "state"))).toSorted()).toEqual(
      "aggregated,alerts,baseline,collected,health,input,inventory,page,persisted,prometheus,published,run,scored,scoresPersisted".split(
        ",",
      ),
    );
  });

  it("makes 25 state transitions and 4 per shard, 109 for the specification's fleet", async () => {
    const { result } = await runWithFakes();
    expect(countTransitions(result.history)).toBe(25 + 4 * SHARD_COUNT);
    expect(countTransitions(result.history)).toBe(109);
  });
});

describe("runs that are small", () => {
  it("keeps a single shard a list", async () => {
    const shards = { redis: 0, rds: 1, ec2: 0, database: 0 };
    const { result, callsOf } = await runWithFakes({ shards });
    expect(result.status).toBe("SUCCEEDED");
    expect(callsOf("06-normalise")).toHaveLength(1);
    expect(field(callsOf("08-persist-metrics")[0]?.payload, "aggregated")).toHaveLength(1);
  });

  it("goes on without any shard", async () => {
    const shards = { redis: 0, rds: 0, ec2: 0, database: 0 };
    const { result, callsOf } = await runWithFakes({ shards });
    expect(result.status).toBe("SUCCEEDED");
    expect(field(callsOf("08-persist-metrics")[0]?.payload, "aggregated")).toEqual([]);
  });

  it("passes a shard without an object on, unread", async () => {
    const skipped = { shard: "rds-1", state: "skipped", key: null, counts: {}, error: null };
    const { callsOf } = await runWithFakes({
      shards: { redis: 0, rds: 1, ec2: 0, database: 0 },
      replace: { "04-collect-rds": () => skipped },
    });
    expect(callsOf("06-normalise")).toHaveLength(0);
    expect(field(callsOf("08-persist-metrics")[0]?.payload, "aggregated")).toEqual([skipped]);
  });
});

describe("a check", () => {
  it("ends after the collectors with the table of checks, and calls nothing that writes", async () => {
    const { result, calls } = await runWithFakes({ input: { check: true }, isCheck: true });
    expect(result.status).toBe("SUCCEEDED");
    expect(Object.keys(Object(result.output)).toSorted()).toEqual([
      "collected",
      "inventory",
      "lines",
      "prometheus",
      "run",
    ]);
    expect(calls.filter(({ stage }) => stage > "06")).toEqual([]);
  });
});
