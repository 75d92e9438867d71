import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startOfDay } from "#core/model/utc-day.ts";
import { createEstate } from "#lib/local/estate/create-estate.ts";
import { metricsOf } from "#lib/local/estate/series-factory.ts";
import { DAYS } from "./days.ts";

const estate = createEstate({ seed: 7, ...DAYS });
const again = createEstate({ seed: 7, ...DAYS });
const START = startOfDay(DAYS.firstDay);
const SLOTS = ((startOfDay(DAYS.lastDay) - START) / 86_400 + 1) * 288;

const anySeries = fc.constantFrom(...estate.resources).chain((resource) =>
  fc.record({
    resourceId: fc.constant(resource.resourceId),
    metric: fc.constantFrom(...metricsOf(resource.type)),
  }),
);

describe("slots of the estate", () => {
  it("do not depend on the window or the order in which they are asked", () => {
    return fc.assert(
      fc.property(
        anySeries,
        fc.integer({ min: 0, max: SLOTS - 700 }),
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 0, max: 699 }),
        ({ resourceId, metric }, from, count, skip) => {
          const wide = estate.slots(resourceId, metric, START + from * 300, 300, count);
          const inner = Math.min(skip, count - 1);
          const narrow = again.slots(resourceId, metric, START + (from + inner) * 300, 300, count - inner);
          expect(narrow?.avg).toEqual(wide?.avg.slice(inner));
          expect(narrow?.min).toEqual(wide?.min.slice(inner));
          expect(narrow?.max).toEqual(wide?.max.slice(inner));
          expect(narrow?.count).toEqual(wide?.count.slice(inner));
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  it("do not depend on the days that the estate spans", () => {
    const longer = createEstate({ seed: 7, ...DAYS, firstDay: "2026-06-10", lastDay: "2026-12-24" });
    for (const resource of estate.resources.filter((_, index) => index % 9 === 0)) {
      if (resource.createdAtSeconds > START) continue;
      for (const metric of metricsOf(resource.type)) {
        const ask = [resource.resourceId, metric, startOfDay("2026-11-05"), 300, 288] as const;
        expect(longer.slots(...ask)).toEqual(estate.slots(...ask));
      }
    }
  });

  it("change with the seed", () => {
    const other = createEstate({ seed: 8, ...DAYS });
    const id = estate.resources[0]?.resourceId ?? "";
    const ask = [id, "ec2.cpu_utilization_pct", startOfDay("2026-09-05"), 300, 288] as const;
    expect(other.slots(...ask)).not.toEqual(estate.slots(...ask));
    expect(other.incidents.map((incident) => incident.resourceId)).not.toEqual(
      estate.incidents.map((incident) => incident.resourceId),
    );
  });

  it("have min <= avg <= max and five readings wherever there is a point, and nothing where there is none", () => {
    for (const resource of estate.resources.filter((_, index) => index % 3 === 0)) {
      for (const metric of metricsOf(resource.type)) {
        const columns = estate.slots(resource.resourceId, metric, startOfDay("2026-11-06"), 300, 576);
        if (columns === null) continue;
        const wrong = columns.avg.findIndex((avg, slot) => {
          const [min, max, count] = [columns.min[slot], columns.max[slot], columns.count[slot]];
          if (Number.isNaN(avg)) return count !== 0 || !Number.isNaN(min) || !Number.isNaN(max);
          return count !== 5 || min === undefined || max === undefined || min < 0 || min > avg || avg > max;
        });
        expect([resource.name, metric, wrong]).toEqual([resource.name, metric, -1]);
      }
    }
  });

  it("add up to the day that is asked for at once", () => {
    const [network, cpu] = ["ec2.network_in_bytes_per_second", "ec2.cpu_utilization_pct"];
    for (const resource of estate.resources.slice(0, 40)) {
      const day = startOfDay("2026-11-03");
      const sums = estate
        .slots(resource.resourceId, network, day, 300, 288)
        ?.avg.filter((sum) => !Number.isNaN(sum));
      const total = estate.slots(resource.resourceId, network, day, 86_400, 1)?.avg[0] ?? Number.NaN;
      expect(total / (sums?.reduce((a, b) => a + b, 0) ?? Number.NaN)).toBeCloseTo(1, 12);
      const slots = estate.slots(resource.resourceId, cpu, day, 300, 288);
      const whole = estate.slots(resource.resourceId, cpu, day, 86_400, 1);
      const points = slots?.avg.filter((avg) => !Number.isNaN(avg));
      expect(whole?.avg[0]).toBeCloseTo(
        (points?.reduce((a, b) => a + b, 0) ?? 0) / (points?.length ?? 0),
        10,
      );
      expect(whole?.count[0]).toBe((points?.length ?? 0) * 5);
      expect(whole?.max[0]).toBe(Math.max(...(slots?.max.filter((max) => !Number.isNaN(max)) ?? [])));
    }
  });

  it("share a five-minute slot out over finer steps", () => {
    const id = estate.resources[0]?.resourceId ?? "";
    const from = startOfDay("2026-11-03");
    const coarse = estate.slots(id, "ec2.network_in_bytes_per_second", from, 300, 2);
    const fine = estate.slots(id, "ec2.network_in_bytes_per_second", from + 60, 60, 9);
    expect(fine?.avg[0]).toBe((coarse?.avg[0] ?? 0) / 5);
    expect(fine?.avg[8]).toBe((coarse?.avg[1] ?? 0) / 5);
    expect(fine?.count[0]).toBe(1);
  });

  it("are absent before the first day, after the last, before birth and after deletion", () => {
    const absent = (id: string, day: number, count: number) =>
      estate
        .slots(id, "ec2.cpu_utilization_pct", day, 86_400, count)
        ?.avg.map((avg) => (Number.isNaN(avg) ? 0 : 1));
    const id = estate.resources[0]?.resourceId ?? "";
    expect(absent(id, START - 86_400, 2)).toEqual(Float64Array.of(0, 1));
    expect(absent(id, startOfDay(DAYS.lastDay), 2)).toEqual(Float64Array.of(1, 0));
    const young = estate.resources.find(
      (resource) => resource.type === "ec2" && resource.createdAtSeconds > START,
    );
    expect(absent(young?.resourceId ?? "", startOfDay("2026-10-26"), 2)).toEqual(Float64Array.of(0, 1));
    const deleted = estate.resources.find((resource) => resource.deletedOn === "2026-11-07");
    expect(absent(deleted?.resourceId ?? "", startOfDay("2026-11-06"), 2)).toEqual(Float64Array.of(1, 0));
  });

  it("refuse a step or a start off the grid", () => {
    const id = estate.resources[0]?.resourceId ?? "";
    expect(() => estate.slots(id, "ec2.cpu_utilization_pct", START, 420, 1)).toThrow(RangeError);
    expect(() => estate.slots(id, "ec2.cpu_utilization_pct", START + 60, 300, 1)).toThrow(RangeError);
    expect(estate.slots("arn:of:nobody", "ec2.cpu_utilization_pct", START, 300, 1)).toBeNull();
    expect(estate.slots(id, "redis.memory_usage_pct", START, 300, 1)).toBeNull();
  });
});
