import { describe, expect, it } from "vitest";
import { aResource } from "../../support/pipeline-rows.ts";
import { CLIENTS, CPU, cpuOf, type Given, value, world } from "./world.ts";

describe("the first day of a resource", () => {
  it("is the first that brought a value, if that is earlier than all other evidence", async () => {
    const young = aResource({ firstSeen: "2026-11-21" });
    const { stores, persist, rows } = world({
      resources: [young],
      series: [cpuOf(value("2026-11-20", 40), value("2026-11-21", 41))],
    });
    await persist({ sources: ["rds"] });
    expect(stores.inventory.stored[0]?.firstSeen).toBe("2026-11-20");
    expect(rows("2026-11-20")).toEqual([[CPU, "ok", 40]]);
  });

  it("is not moved by an answer without a value, and never later", async () => {
    const series = [cpuOf(value("2026-11-19", null), value("2026-11-20", 40))];
    const { stores, persist, rows } = world({ resources: [aResource({ firstSeen: "2026-11-20" })], series });
    await persist({ sources: ["rds"], from: "2026-11-19" });
    expect(stores.inventory.stored[0]?.firstSeen).toBe("2026-11-20");
    expect(rows("2026-11-19")).toEqual([]);
    const old = world({ series });
    await old.persist({ sources: ["rds"] });
    expect(old.stores.inventory.stored[0]?.firstSeen).toBe("2025-01-01");
  });

  it("of one that only Prometheus knows is the first with a value, and it joins the inventory", async () => {
    const stranger = { resourceId: "redis://c:6379", metric: CLIENTS, days: [value("2026-11-21", 5)] };
    const { stores, persist, rows } = world({ resources: [], series: [stranger] });
    await persist({ sources: ["redis"] });
    expect(stores.inventory.stored).toMatchObject([
      {
        resourceId: "redis://c:6379",
        type: "redis",
        accountId: "",
        name: "c:6379",
        firstSeen: "2026-11-21",
        lastSeen: "2026-11-21",
        status: "described",
      },
    ]);
    expect([rows("2026-11-20"), rows("2026-11-21")]).toEqual([[], [[CLIENTS, "ok", 5]]]);
  });
});

describe("the last day of a resource that only Prometheus knows", () => {
  const stranger = (lastSeen: string, status: "described" | "gone") =>
    aResource({
      resourceId: "redis://c:6379",
      type: "redis",
      engine: "redis",
      accountId: "",
      lastSeen,
      status,
    });
  const clients = (...days: ReturnType<typeof value>[]) => [
    { resourceId: "redis://c:6379", metric: CLIENTS, days },
  ];

  it.each([
    ["is that of its newest value", ["2026-11-19", "described"], 5, ["2026-11-21", "described"]],
    ["comes again when it does, after it was gone", ["2026-10-01", "gone"], 5, ["2026-11-21", "described"]],
    ["stays on a day without a value", ["2026-11-19", "described"], null, ["2026-11-19", "described"]],
    ["is not moved back by an older day", ["2026-11-22", "described"], 5, ["2026-11-22", "described"]],
  ] as const)("%s", async (_, [lastSeen, status], number, expected) => {
    const { stores, persist } = world({
      resources: [stranger(lastSeen, status)],
      series: clients(value("2026-11-21", number)),
    });
    await persist({ sources: ["redis"] });
    const [stored] = stores.inventory.stored;
    expect([stored?.lastSeen, stored?.status]).toEqual(expected);
  });
});

// Design, 4: 09-13 work from the earlier of `from` and `dirty_from` to the newest stored day.
describe("the days that the stages after it recompute", () => {
  it.each<[string, Given, string, string]>([
    ["the run's own", {}, "2026-11-20", "2026-11-21"],
    [
      "from an older day whose values changed and were not scored since",
      { dirtyFrom: "2026-11-10" },
      "2026-11-10",
      "2026-11-21",
    ],
    [
      "from its own first day if what changed is later",
      { dirtyFrom: "2026-11-21" },
      "2026-11-20",
      "2026-11-21",
    ],
    [
      "to the newest stored day: later days depend on what this run wrote",
      { newest: "2026-11-30" },
      "2026-11-20",
      "2026-11-30",
    ],
  ])("are %s", async (_, given, from, to) => {
    expect((await world(given).persist()).recompute).toEqual({ from, to });
  });
});
