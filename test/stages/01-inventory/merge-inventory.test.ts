import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Resource } from "#core/model/resource.ts";
import { dayOf } from "#core/model/utc-day.ts";
import type { DescribedResource } from "#core/ports/cloud-inventory.ts";
import { mergeInventory, type PlaceAnswer } from "#stages/01-inventory/merge-inventory.ts";
import { aResource } from "../../support/pipeline-rows.ts";

fc.configureGlobal({ seed: 1 });

const TODAY = "2026-11-22";
const known = (part: Partial<Resource> = {}) =>
  aResource({ firstSeen: "2026-03-01", lastSeen: "2026-11-21", ...part });

function described(createdOn: string | null, part: Partial<Resource> = {}): DescribedResource {
  const { firstSeen, lastSeen, status, ...rest } = aResource(part);
  return { ...rest, createdOn };
}

const answer = (resources: PlaceAnswer["resources"]): PlaceAnswer => ({
  accountId: "111111111111",
  region: "us-east-1",
  resources,
});
const only = (resources: readonly Resource[]) => {
  const [first] = resources;
  return [first?.firstSeen, first?.lastSeen, first?.status];
};

describe("what is described now", () => {
  it.each<[string, string | null, Resource[], string]>([
    ["its creation, if that is the earliest evidence", "2026-01-01", [known()], "2026-01-01"],
    [
      "what was known, if AWS says later: LaunchTime moves at each start",
      "2026-11-20",
      [known()],
      "2026-03-01",
    ],
    ["what was known, if AWS says nothing", null, [known()], "2026-03-01"],
    ["its creation, if it is new", "2026-11-10", [], "2026-11-10"],
    ["today, if there is no evidence at all", null, [], TODAY],
  ])("was first seen on %s", (_, createdOn, before, firstSeen) => {
    expect(only(mergeInventory(before, [answer([described(createdOn)])], TODAY))).toEqual([
      firstSeen,
      TODAY,
      "described",
    ]);
  });

  it("is described as AWS does now, not as it was", () => {
    const [merged] = mergeInventory(
      [known({ owner: "old" })],
      [answer([described(null, { owner: "new" })])],
      TODAY,
    );
    expect(merged?.owner).toBe("new");
  });

  it("comes back if it was gone", () => {
    const gone = known({ status: "gone", lastSeen: "2026-10-01" });
    expect(only(mergeInventory([gone], [answer([described(null)])], TODAY))).toEqual([
      "2026-03-01",
      TODAY,
      "described",
    ]);
  });
});

describe("what is not described", () => {
  it("is gone if its account and region answered, and keeps the day on which it was last there", () => {
    expect(only(mergeInventory([known()], [answer([])], TODAY))).toEqual([
      "2026-03-01",
      "2026-11-21",
      "gone",
    ]);
  });

  it("is stale if its account or region did not answer, or was not asked at all", () => {
    expect(only(mergeInventory([known()], [answer(null)], TODAY))).toEqual([
      "2026-03-01",
      "2026-11-21",
      "stale",
    ]);
    expect(only(mergeInventory([known({ region: "us-west-2" })], [answer([])], TODAY))[2]).toBe("stale");
    expect(only(mergeInventory([known({ accountId: "222222222222" })], [answer([])], TODAY))[2]).toBe(
      "stale",
    );
  });

  it("is gone once a stale resource's account answers without it", () => {
    expect(only(mergeInventory([known({ status: "stale" })], [answer([])], TODAY))[2]).toBe("gone");
  });

  it("stays gone while its account cannot be asked: that does not bring it back", () => {
    expect(only(mergeInventory([known({ status: "gone" })], [answer(null)], TODAY))[2]).toBe("gone");
  });

  // Seven silent days, the day before the run among them, are a week; the eighth ends it.
  it.each([
    ["2026-11-15", "described"],
    ["2026-11-14", "gone"],
  ])("had its last value on %s, if only Prometheus knows it: it is %s", (lastSeen, status) => {
    const stranger = known({ resourceId: "redis://c:6379", accountId: "", region: "", lastSeen });
    expect(mergeInventory([stranger], [answer([])], TODAY)).toEqual([{ ...stranger, status }]);
  });
});

describe("every merge", () => {
  const day = fc.integer({ min: 20_500, max: 20_778 }).map(dayOf);
  const id = fc.integer({ min: 0, max: 8 });
  const before = fc.uniqueArray(
    fc.record({
      id,
      firstSeen: day,
      status: fc.constantFrom("described" as const, "stale" as const, "gone" as const),
    }),
    { selector: (item) => item.id },
  );
  const now = fc.option(
    fc.uniqueArray(fc.record({ id, createdOn: fc.option(day) }), { selector: (item) => item.id }),
  );
  const merge = (
    knownParts: { id: number; firstSeen: string; status: Resource["status"] }[],
    answers: { id: number; createdOn: string | null }[] | null,
  ) =>
    mergeInventory(
      knownParts.map((part) => known({ ...part, resourceId: `arn:${part.id}` })),
      [answer(answers?.map((part) => described(part.createdOn, { resourceId: `arn:${part.id}` })) ?? null)],
      TODAY,
    );

  it("loses nobody, doubles nobody, is sorted, and never moves a first day later", () => {
    fc.assert(
      fc.property(before, now, (knownParts, answers) => {
        const merged = merge(knownParts, answers);
        const ids = merged.map(({ resourceId }) => resourceId);
        const expected = new Set([...knownParts, ...(answers ?? [])].map((part) => `arn:${part.id}`));
        expect(ids).toEqual([...expected].toSorted());
        for (const part of knownParts) {
          const found = merged.find(({ resourceId }) => resourceId === `arn:${part.id}`);
          expect((found?.firstSeen ?? "9999") <= part.firstSeen).toBe(true);
        }
      }),
    );
  });

  it("is the same when it is done again", () => {
    fc.assert(
      fc.property(before, now, (knownParts, answers) => {
        const once = merge(knownParts, answers);
        const place = answer(
          answers?.map((part) => described(part.createdOn, { resourceId: `arn:${part.id}` })) ?? null,
        );
        expect(mergeInventory(once, [place], TODAY)).toEqual(once);
      }),
    );
  });
});
