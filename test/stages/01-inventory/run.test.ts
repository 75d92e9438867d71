import { describe, expect, it } from "vitest";
import type { Resource } from "#core/model/resource.ts";
import { UNSAMPLED_TRAIT } from "#core/model/sampling.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { CloudInventory, DescribedResource, InventoryRequest } from "#core/ports/cloud-inventory.ts";
import { takeInventory } from "#stages/01-inventory/run.ts";
import { memoryArchive } from "../../support/memory-archive.ts";
import {
  anInstance,
  aRedisNode,
  aResource,
  aRun,
  CONFIG_KEY,
  INVENTORY_KEY,
  KNOWN_KEY,
  SHIPPED,
} from "../../support/pipeline-rows.ts";

const DENIED = new StageError("AccessDenied", "not authorised");

function describedOf({ firstSeen, lastSeen, status, ...rest }: Resource): DescribedResource {
  return { ...rest, createdOn: firstSeen };
}

/** The shipped config asks 111111111111 in two regions and 222222222222 in one. */
function world(
  answers: Readonly<Record<string, readonly Resource[] | Error>>,
  known: readonly Resource[] = [],
  config = SHIPPED,
) {
  const archive = memoryArchive();
  archive.put(CONFIG_KEY, [config]);
  archive.put(KNOWN_KEY, known);
  const wanted: InventoryRequest[] = [];
  const cloud: CloudInventory = {
    async describe({ accountId }, region, asked) {
      wanted.push(asked);
      const found = answers[`${accountId} ${region}`] ?? [];
      if (found instanceof Error) throw found;
      return { resources: found.map(describedOf), alarmCount: 2, callCount: 5, warnings: [] };
    },
  };
  return {
    archive,
    wanted,
    take: (part = {}) => takeInventory({ run: aRun(part) }, { archive, cloud, topics: new Map() }),
  };
}

const EAST = "111111111111 us-east-1";
const WEST = "111111111111 us-west-2";
const DATA = "222222222222 us-east-1";

describe("the inventory", () => {
  it("asks every account and region, and cuts what it found into shards", async () => {
    const west = anInstance("w", { region: "us-west-2" });
    const { archive, take } = world({ [EAST]: [aResource(), aRedisNode("n")], [WEST]: [west], [DATA]: [] });
    const answer = await take();
    expect(answer).toMatchObject({
      ...{ state: "ok", key: INVENTORY_KEY, alarmCount: 6, warnings: [] },
      resources: { described: { ec2: 1, rds: 1, redis: 1 }, stale: 0, gone: 0 },
      counts: { in: 3, out: 3, skipped: 0, calls: 15 },
    });
    expect(
      Object.values(answer.shards)
        .flat()
        .map(({ id }) => id),
    ).toEqual([
      "redis-all-all-001",
      "rds-111111111111-us-east-1-001",
      "ec2-111111111111-us-west-2-001",
      "database-all-all-001",
    ]);
    expect(archive.rows(INVENTORY_KEY)).toHaveLength(3);
  });

  it("says what is watched, what does not exist and what was left out, for every metric of each type", async () => {
    const { archive, take } = world({ [EAST]: [aRedisNode("n"), aResource({ traits: ["aurora"] })] });
    const { coverage } = await take();
    // Redis: six metrics. RDS: eight, of which Aurora has no free storage; database: eleven, of which a MySQL that is no replica
    // has no replication lag, transaction id age or cache hit rate.
    expect(coverage).toEqual({ watched: 6 + 7 + 8, notApplicable: 1 + 3, excluded: 0 });
    expect(archive.rows("runs/run-1/01-inventory/coverage")).toHaveLength(25);
  });

  it("carries a denied account's resources over as stale and goes on", async () => {
    const lost = aResource({ accountId: "222222222222" });
    const { take } = world({ [EAST]: [aRedisNode("n")], [DATA]: DENIED }, [lost]);
    const answer = await take();
    expect(answer).toMatchObject({
      state: "partial",
      resources: { described: { redis: 1 }, stale: 1, gone: 0 },
    });
    expect(answer.warnings).toEqual(["account 222222222222 (data) us-east-1: AccessDenied: not authorised"]);
    expect(answer.shards.rds).toEqual([]);
  });

  it("fails where nobody answers and nothing is known, and goes on with what is known", async () => {
    const nobody = { [EAST]: DENIED, [WEST]: DENIED, [DATA]: DENIED };
    await expect(world(nobody).take()).rejects.toMatchObject({ name: "AccessDenied" });
    const down = new StageError("SourceUnavailable", "no answer");
    const nobodyYet = { [EAST]: down, [WEST]: down, [DATA]: down };
    await expect(world(nobodyYet).take()).rejects.toMatchObject({ name: "SourceUnavailable" });
    const mixed = { ...nobody, [WEST]: down };
    await expect(world(mixed).take()).rejects.toMatchObject({ name: "AccessDenied" });
    expect(await world(nobody, [aResource()]).take()).toMatchObject({
      state: "partial",
      resources: { stale: 1 },
    });
  });

  it("does not hide a fault of ours as an account that does not answer", async () => {
    await expect(world({ [EAST]: new TypeError("bug") }).take()).rejects.toThrow(TypeError);
  });

  it("asks for the readers of Aurora clusters where config does", async () => {
    for (const withAuroraReaders of [false, true]) {
      const config = { ...SHIPPED, pipeline: { ...SHIPPED.pipeline, withAuroraReaders } };
      const { take, wanted } = world({}, [aResource()], config);
      await take();
      expect(wanted).toEqual(
        Array.from({ length: 3 }, () => ({ types: SHIPPED.resourceTypes, withAuroraReaders })),
      );
    }
  });

  it("plans shards for the sources of the run only", async () => {
    const { take } = world({ [EAST]: [aResource(), anInstance("i")] });
    const { shards } = await take({ sources: ["ec2"] });
    expect([shards.rds, shards.database, shards.redis, shards.ec2.length]).toEqual([[], [], [], 1]);
  });

  it("watches the configured share of instances, and marks the others", async () => {
    const instances = Array.from({ length: 200 }, (_, index) =>
      anInstance(`i-${index}`, { traits: [UNSAMPLED_TRAIT] }),
    );
    const config = { ...SHIPPED, pipeline: { ...SHIPPED.pipeline, ec2SampleShare: 0.25 } };
    const sampled = world({ [EAST]: instances }, [], config);
    const { coverage } = await sampled.take();
    const left = sampled.archive
      .rows(INVENTORY_KEY)
      .filter((row) => JSON.stringify(row).includes(UNSAMPLED_TRAIT));
    // Binomial with 200 draws at 0.75: mean 150, standard deviation 6.1; five of them are 31.
    expect(Math.abs(left.length - 150)).toBeLessThan(31);
    expect(coverage.excluded).toBe(left.length * 7);
    const all = world({ [EAST]: instances });
    expect((await all.take()).coverage.excluded).toBe(0);
  });

  it("keeps what a first attempt archived", async () => {
    const { archive, take } = world({ [EAST]: [aResource()] });
    archive.put(INVENTORY_KEY, [aResource(), aResource({ resourceId: "arn:2" })]);
    expect((await take()).shards.rds[0]?.count).toBe(2);
  });
});
