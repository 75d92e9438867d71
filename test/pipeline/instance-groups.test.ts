import { describe, expect, it } from "vitest";
import { addDays, dayNumber, type UtcDay } from "#core/model/utc-day.ts";
import { explainDay } from "#lib/local/explain/explain-day.ts";
import { dailyStages, dailyStores, type EstateDay, silentDay } from "../support/daily-stages.ts";
import {
  CPU,
  groupEstate,
  instance,
  MEMORY,
  METRICS,
  type Member,
  type Plan,
  SIGMA,
  START,
  WEB,
} from "../support/group-estate.ts";

/** The daily runs of the days, and what people were told by each. */
async function told(estate: (day: UtcDay) => EstateDay, days: number) {
  const stores = dailyStores();
  const { begin, runOn, config } = dailyStages(METRICS, estate, stores);
  await begin();
  for (let day = 1; day <= days; day += 1) await runOn(addDays(START, day));
  const messages = stores.alerts.outbox
    .filter(({ topic, kind }) => topic === "notifications" && kind !== "heartbeat")
    .map(({ kind, scoredOn, told: alerts }) => ({
      kind,
      day: dayNumber(scoredOn) - dayNumber(START),
      resources: [...new Set(alerts.map(({ resourceId }) => resourceId))],
      classes: new Set(alerts.map(({ class: alertClass }) => alertClass)),
    }));
  return { messages, stores, config };
}

describe("a group whose members live for five days", () => {
  it.each([
    ["four members", { seed: 1, seats: 4, life: 5 }],
    ["one, as Auto Scaling replaces a single machine", { seed: 2, seats: 1, life: 5 }],
  ])("of %s says nothing while it is healthy", async (_, plan) => {
    const { messages, stores } = await told(groupEstate(plan), 100);
    expect(messages).toEqual([]);
    const names = stores.inventory.stored.map(({ resourceId }) => resourceId);
    expect(names.length).toBeGreaterThan(plan.seats * 19);
    expect(names).toContain(WEB);
  });

  it("is told once, for the group, of a step of three sigmas that all share", async () => {
    const plan: Plan = {
      ...{ seed: 3, seats: 4, life: 5 },
      change: (day) => (day >= 75 ? 3 * SIGMA : 0),
    };
    const { messages } = await told(groupEstate(plan), 95);
    const daily = messages.filter(({ kind }) => kind === "daily");
    expect(daily).toHaveLength(1);
    expect(daily[0]?.day).toBeGreaterThanOrEqual(75);
    expect(daily[0]?.day).toBeLessThanOrEqual(79);
    // The digest says the rest: the other metric, a day later.
    expect(new Set(messages.flatMap(({ resources }) => resources))).toEqual(new Set([WEB]));
  });

  it("has a replacement's hard limit told on its first day, and nothing else", async () => {
    // web-2-12 takes its seat at noon of day 58.
    const plan: Plan = {
      ...{ seed: 4, seats: 4, life: 5 },
      change: (_day, name, series) => (name === "web-2-12" && series === MEMORY ? 50 : 0),
    };
    const { messages } = await told(groupEstate(plan), 66);
    const [first] = messages;
    expect(first?.day).toBe(58);
    expect(first?.resources).toEqual([instance({ name: "web-2-12", born: 58 }).resourceId]);
    expect(first?.classes).toContain("limit");
  });

  it("is explained as it was stored, member and group", async () => {
    const { stores, config } = await told(groupEstate({ seed: 5, seats: 2, life: 5 }), 60);
    const date = addDays(START, 59);
    for (const resource of [WEB, "web-0-11"]) {
      const { differences, computed } = await explainDay({ resource, metric: CPU, date }, config, stores);
      expect(differences).toEqual([]);
      expect(computed?.verdict).toBe(resource === WEB ? "normal" : "learning");
      expect(computed?.predictionN !== null).toBe(resource === WEB);
    }
  });
});

describe("a member of a group whose members live for forty days", () => {
  // web-0-1 has its seat from noon of day 40.
  const { resourceId } = instance({ name: "web-0-1", born: 40 });
  const toldFrom = async (from: number) => {
    const change = (day: number, name: string, series: string) =>
      name === "web-0-1" && series === CPU && day >= from ? 8 * SIGMA : 0;
    const plan = { seed: 7, seats: 4, life: 40, stagger: 10, change };
    return (await told(groupEstate(plan), from + 4)).messages.flatMap(({ resources }) => resources);
  };

  it("is not spoken of by itself for a departure on its twentieth day: the group is", async () => {
    const resources = await toldFrom(60);
    expect(resources).not.toContain(resourceId);
    expect(resources).toContain(WEB);
  });

  it("is on its thirty-fifth day", async () => {
    expect(await toldFrom(75)).toContain(resourceId);
  });
});

describe("a member of a group of old ones, one of which is replaced every two weeks", () => {
  const plan = { seed: 6, seats: 6, life: 84, stagger: 14 };
  /** Since noon of day 70. */
  const NEW = "web-1-1";
  const { resourceId } = instance({ name: NEW, born: 70 });

  it("says nothing while it is healthy, and the group is not judged beside its members", async () => {
    const { messages, stores } = await told(groupEstate(plan), 100);
    expect(messages).toEqual([]);
    expect(stores.inventory.stored.map((one) => one.resourceId)).not.toContain(WEB);
  });

  it("is judged by its group's past from its second day on", async () => {
    const change = (day: number, name: string, series: string) =>
      name === NEW && series === CPU && day >= 72 ? 8 * SIGMA : 0;
    const { messages } = await told(groupEstate({ ...plan, change }), 74);
    expect(messages).toMatchObject([{ kind: "daily", day: 72, resources: [resourceId] }]);
  });

  /** A member is stopped and stays described; the source answers that it has nothing. */
  const stoppedFrom =
    (estate: (day: UtcDay) => EstateDay, member: Pick<Member, "name" | "born">, from: number) =>
    (date: UtcDay): EstateDay => {
      const day = estate(date);
      if (dayNumber(date) - dayNumber(START) < from) return day;
      const stopped = instance(member);
      const isOther = (one: { readonly resourceId: string }) => one.resourceId !== stopped.resourceId;
      const silent = Object.keys(METRICS).map((name) => ({
        ...{ resourceId: stopped.resourceId, metric: name, day: silentDay(date) },
      }));
      return {
        described: [...day.described.filter(isOther), stopped],
        series: [...day.series.filter(isOther), ...silent],
      };
    };

  it("is no silence where another has taken its place, though it is kept, as in a warm pool", async () => {
    // web-1-0 is replaced at noon of day 70, and described as stopped from then on.
    const estate = stoppedFrom(groupEstate(plan), { name: "web-1-0", born: -14 }, 71);
    expect((await told(estate, 78)).messages).toEqual([]);
  });

  it("is a silence where nobody has", async () => {
    const estate = stoppedFrom(groupEstate(plan), { name: "web-4-1", born: 28 }, 60);
    const { messages } = await told(estate, 64);
    expect(messages.map(({ classes }) => [...classes])).toEqual([["silence"]]);
  });
});
