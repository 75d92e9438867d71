import { describe, expect, it } from "vitest";
import { addDays, dayNumber, daysBetween, startOfDay } from "#core/model/utc-day.ts";
import { instanceClassOn } from "#lib/local/estate/benign-plan.ts";
import { createEstate } from "#lib/local/estate/create-estate.ts";
import { metricsOf } from "#lib/local/estate/series-factory.ts";
import { dailyStatistic, isCrossed, staticThresholdOf } from "#lib/local/estate/static-threshold.ts";
import { DAYS } from "./days.ts";

const estate = createEstate({ seed: 7, ...DAYS });
const twin = createEstate({ seed: 7, ...DAYS, hasIncidents: false });
const SECONDS_PER_DAY = 86_400;
const START = startOfDay(DAYS.firstDay);

function resourceOf(resourceId: string) {
  const found = estate.resources.find((resource) => resource.resourceId === resourceId);
  if (found === undefined) throw new Error(`no resource ${resourceId}`);
  return found;
}

describe("the incidents", () => {
  it("are of at least 14 kinds, over all three types and a further one, each on a resource of its own", () => {
    expect(new Set(estate.incidents.map((incident) => incident.kind)).size).toBeGreaterThanOrEqual(14);
    expect(new Set(estate.incidents.map((incident) => incident.id)).size).toBe(estate.incidents.length);
    expect(new Set(estate.incidents.map((incident) => incident.resourceId)).size).toBe(
      estate.incidents.length,
    );
    expect(new Set(estate.incidents.map((incident) => resourceOf(incident.resourceId).type)).size).toBe(4);
  });

  it("have their impact within the 21 daily runs, and one is under way when these begin", () => {
    for (const { onset, impact } of estate.incidents) {
      expect(onset < impact && impact >= DAYS.monitoringStart).toBe(true);
      expect(impact <= addDays(DAYS.monitoringStart, 20)).toBe(true);
    }
    expect(estate.incidents.some(({ onset }) => onset < DAYS.monitoringStart)).toBe(true);
  });

  it.each(estate.incidents)(
    "$id differs from its healthy twin from its onset on, never before",
    (incident) => {
      const days = (dayNumber(DAYS.lastDay) - dayNumber(DAYS.firstDay) + 1) * 288;
      const before = (startOfDay(incident.onset) - START) / 300;
      for (const metric of metricsOf(resourceOf(incident.resourceId).type)) {
        const hurt = estate.slots(incident.resourceId, metric, START, 300, days);
        const well = twin.slots(incident.resourceId, metric, START, 300, days);
        expect(hurt?.avg.slice(0, before)).toEqual(well?.avg.slice(0, before));
        expect(hurt?.max.slice(0, before)).toEqual(well?.max.slice(0, before));
        if (metric !== incident.metric) continue;
        expect(hurt?.avg.slice(before, before + 288)).not.toEqual(well?.avg.slice(before, before + 288));
      }
    },
  );

  it("leave every other resource alone", () => {
    const hurt = new Set(estate.incidents.map((incident) => incident.resourceId));
    for (const resource of estate.resources.filter(
      ({ resourceId }, index) => index % 5 === 0 && !hurt.has(resourceId),
    )) {
      for (const metric of metricsOf(resource.type)) {
        const ask = [resource.resourceId, metric, startOfDay("2026-11-12"), 300, 288] as const;
        expect(estate.slots(...ask)).toEqual(twin.slots(...ask));
      }
    }
  });

  it.each([
    ["redis.memory_usage_pct", 1],
    ["redis.connected_clients", 1],
    ["rds.read_latency_ms", 1],
    ["rds.freeable_memory_bytes", -1],
    ["database.xid_age", 1],
    ["database.buffer_pool_hit_pct", -1],
  ])("%s degrades by 0.3 to 1.6 standard deviations of its healthy days a day", (metric, direction) => {
    const incident = estate.incidents.find(
      (candidate) => candidate.metric === metric && candidate.kind !== "undersized_cache",
    );
    const { resourceId = "", onset = "", impact = "" } = incident ?? {};
    const length = dayNumber(impact) - dayNumber(onset);
    const means = (from: string, count: number, of: typeof estate) => [
      ...(of.slots(resourceId, metric, startOfDay(from), SECONDS_PER_DAY, count)?.avg ?? []),
    ];
    const past = means(addDays(onset, -28), 28, twin);
    const centre = past.reduce((sum, value) => sum + value, 0) / 28;
    const sigma = Math.sqrt(past.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 27);
    const change = (means(impact, 1, estate)[0] ?? 0) - (means(impact, 1, twin)[0] ?? 0);
    const slope = (direction * change) / sigma / length;
    expect(slope).toBeGreaterThan(0.3);
    expect(slope).toBeLessThan(1.6);
  });

  it.each(estate.incidents)("$id names the first day on which a plain threshold is crossed", (incident) => {
    if (incident.metric === "rds.freeable_memory_bytes") return;
    const resource = resourceOf(incident.resourceId);
    const threshold = staticThresholdOf(incident.metric, resource);
    const isBeyond = (day: string) => {
      if (threshold === null) return false;
      const value = dailyStatistic(estate, { resource, metric: incident.metric }, day, threshold.statistic);
      return value !== null && isCrossed(threshold, value);
    };
    const crossed = daysBetween(incident.onset, DAYS.lastDay).filter(isBeyond);
    expect(incident.staticThreshold).toBe(crossed[0] ?? null);
  });

  it("fill the young cache to 95 % for all of its days", () => {
    const young = estate.incidents.find((incident) => incident.kind === "undersized_cache");
    const from = startOfDay(young?.onset ?? "");
    const days = estate.slots(
      young?.resourceId ?? "",
      "redis.memory_usage_pct",
      from - SECONDS_PER_DAY,
      SECONDS_PER_DAY,
      9,
    );
    expect(Number.isNaN(days?.avg[0])).toBe(true);
    expect(days?.avg.slice(1).every((ratio) => ratio > 0.92 && ratio < 0.98)).toBe(true);
  });
});

describe("the odd but harmless", () => {
  it("resized instance is of a larger class and half as busy from its day on", () => {
    const resize = estate.benignEvents.find((event) => event.kind === "resize");
    const resource = resourceOf(resize?.resourceIds[0] ?? "");
    const day = resize?.from ?? "";
    expect(instanceClassOn(estate, resource, addDays(day, -1))).toBe(resource.instanceClass);
    expect(instanceClassOn(estate, resource, day)).not.toBe(resource.instanceClass);
    const weeks = estate.slots(
      resource.resourceId,
      "ec2.cpu_utilization_pct",
      startOfDay(day) - 6 * SECONDS_PER_DAY,
      SECONDS_PER_DAY,
      9,
    )?.avg;
    expect((weeks?.[8] ?? 0) / (weeks?.[1] ?? Number.NaN)).toBeLessThan(0.7);
  });

  it("night-stopped machine, constant series and load test are there", () => {
    const stopped = estate.resources.find((resource) => resource.name === "ci-runner-06");
    const night = estate.slots(
      stopped?.resourceId ?? "",
      "ec2.cpu_utilization_pct",
      startOfDay("2026-10-06"),
      3600,
      24,
    );
    expect([2, 3, 10, 11].map((hour) => night?.count[hour])).toEqual([60, 0, 0, 60]);
    const still = estate.resources.find((resource) => resource.name === "hr-portal-cache-002");
    const clients = estate.slots(
      still?.resourceId ?? "",
      "redis.connected_clients",
      START,
      300,
      288 * 100,
    )?.avg;
    expect(new Set(clients?.filter((count) => !Number.isNaN(count)))).toEqual(new Set([12]));
    const test = estate.benignEvents.find((event) => event.kind === "load_test");
    const loaded = test?.resourceIds.find((id) => id.includes(":ec2:")) ?? "";
    const hours = [-7, 0].map(
      (days) =>
        estate.slots(
          loaded,
          "ec2.network_in_bytes_per_second",
          startOfDay(test?.from ?? "") + days * SECONDS_PER_DAY + 17 * 3600,
          3600,
          1,
        )?.avg[0] ?? 0,
    );
    expect((hours[1] ?? 0) / (hours[0] ?? Number.NaN)).toBeGreaterThan(1.3);
  });
});
