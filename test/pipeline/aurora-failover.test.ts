import { describe, expect, it } from "vitest";
import { AURORA_READERS_SUFFIX } from "#core/model/resource.ts";
import { addDays, dayNumber, type UtcDay } from "#core/model/utc-day.ts";
import { dailyStages, dailyStores, type EstateDay, sampledDay } from "../support/daily-stages.ts";
import { aResource, metric } from "../support/pipeline-rows.ts";
import { randomStream } from "../support/random.ts";

const CPU = "rds.cpu_utilization_pct";
const CONNECTIONS = "rds.database_connections";
const START = "2026-06-01";
const CLUSTER = "arn:aws:rds:us-east-1:111111111111:cluster:ledger";
const part = { name: "ledger", engine: "aurora-mysql", traits: ["aurora"], groupId: "ledger", endpoints: [] };
const WRITER = aResource({ ...part, resourceId: CLUSTER });
const READERS = aResource({ ...part, resourceId: CLUSTER + AURORA_READERS_SUFFIX, name: "ledger readers" });
const METRICS = { [CPU]: metric(CPU), [CONNECTIONS]: metric(CONNECTIONS) };
/** What the two instances carry, whichever role they have: their clients hold on to their own endpoints. */
const LEVELS = {
  first: { [CPU]: 50, [CONNECTIONS]: 900 },
  second: { [CPU]: 22, [CONNECTIONS]: 300 },
} as const;
const FAILOVER = 80;
const DAYS = 125;

function normals(seed: number): number[] {
  const random = randomStream(seed);
  return Array.from({ length: 200 }, () => random.normal());
}

/** @param shareOfSecond - how much of the day the writer's values come from the second instance, the readers' from the first */
function cluster(shareOfSecond: (day: number, role: "writer" | "readers") => number) {
  const noise = [normals(1), normals(2), normals(3), normals(4)];
  return (date: UtcDay): EstateDay => {
    const day = dayNumber(date) - dayNumber(START);
    if (day < 0) return { described: [], series: [] };
    const dayValue = (name: typeof CPU | typeof CONNECTIONS, role: "writer" | "readers") => {
      const share = shareOfSecond(day, role);
      const home = role === "writer" ? LEVELS.first : LEVELS.second;
      const away = role === "writer" ? LEVELS.second : LEVELS.first;
      const level = (1 - share) * home[name] + share * away[name];
      const series = noise[(name === CPU ? 0 : 1) + (role === "writer" ? 0 : 2)];
      return level * (1 + 0.05 * (series?.[day] ?? 0));
    };
    const names = [CPU, CONNECTIONS] as const;
    return {
      described: [WRITER, READERS],
      series: names.flatMap((name) => [
        { resourceId: WRITER.resourceId, metric: name, day: sampledDay(date, dayValue(name, "writer")) },
        { resourceId: READERS.resourceId, metric: name, day: sampledDay(date, dayValue(name, "readers")) },
      ]),
    };
  };
}

async function told(estate: (day: UtcDay) => EstateDay) {
  const stores = dailyStores();
  const { begin, runOn } = dailyStages(METRICS, estate, stores);
  await begin();
  for (let day = 1; day <= DAYS; day += 1) await runOn(addDays(START, day));
  return stores.alerts.outbox
    .filter(({ topic, kind }) => topic === "notifications" && kind !== "heartbeat")
    .map(({ scoredOn, subject }) => [dayNumber(scoredOn) - dayNumber(START), subject]);
}

/** At noon of the day the roles swap; the load stays where it was. */
const swapped = (day: number) => (day < FAILOVER ? 0 : day === FAILOVER ? 0.5 : 1);

describe("a failover of an Aurora cluster", () => {
  it("is no anomaly: writer and readers each take over what the other showed", async () => {
    expect(await told(cluster(swapped))).toEqual([]);
  });

  it("and back is none either", async () => {
    expect(await told(cluster((day) => (day > FAILOVER + 8 ? 0 : swapped(day))))).toEqual([]);
  });
});

describe("an Aurora cluster whose writer stays as it was", () => {
  it("is told of, where its readers alone rise to the level of the writer", async () => {
    const messages = await told(cluster((day, role) => (role === "readers" ? swapped(day) : 0)));
    expect(messages[0]?.[0]).toBe(FAILOVER);
    expect(messages[0]?.[1]).toContain("ledger readers");
  });
});
