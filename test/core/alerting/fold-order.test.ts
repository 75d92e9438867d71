import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alertChanges } from "#core/alerting/alert-changes.ts";
import { AlertFold, REPLAY_DAYS, type ScoredDay } from "#core/alerting/fold-alerts.ts";
import { addDays, dayNumber, dayOf } from "#core/model/utc-day.ts";
import type { AlertRow } from "#core/ports/alert-store.ts";
import type { ScoreRow, Verdict } from "#core/ports/score-store.ts";
import { type MemoryAlerts, memoryAlerts } from "../../support/memory-alerts.ts";
import { aScore, SHIPPED } from "../../support/pipeline-rows.ts";

fc.configureGlobal({ seed: 1 });

const FIRST = dayNumber("2026-11-01");
const DAY_COUNT = 24;
const dayAt = (index: number) => dayOf(FIRST + index);

const SERIES = [
  "rds.cpu_utilization_pct",
  "redis.evicted_keys_per_second",
  "ec2.cpu_utilization_pct",
] as const;
const RESOURCES = ["r1", "r2"] as const;

const VERDICTS: Verdict[] = ["normal", "warning", "critical", "flat", "learning", "partial", "no_data"];
/** A day of one series, anything goes; null: no row. */
const cell = fc.option(
  fc.record({
    verdict: fc.constantFrom(...VERDICTS),
    limitValue: fc.constantFrom(null, 50, 81),
    z: fc.constantFrom(null, 0, 2.5, 3.5, -3.5),
    aboveZeroShare: fc.constantFrom(null, 0, 0.1, 0.5),
    we4: fc.constantFrom(null, false, true),
    rocExceeded: fc.constantFrom(null, false, true),
  }),
  { freq: 6 },
);
type Cell = Partial<ScoreRow> | null;
const fleet = fc.array(
  fc.array(cell, {
    minLength: SERIES.length * RESOURCES.length,
    maxLength: SERIES.length * RESOURCES.length,
  }),
  {
    minLength: DAY_COUNT,
    maxLength: DAY_COUNT,
  },
);

function scoredDay(index: number, cells: readonly Cell[]): ScoredDay {
  const date = dayAt(index);
  const rows = cells.flatMap((part, position) => {
    const metric = SERIES[position % SERIES.length] ?? SERIES[0];
    const resourceId = RESOURCES[Math.floor(position / SERIES.length)] ?? RESOURCES[0];
    return part === null ? [] : [aScore({ date, metric, resourceId, ...part })];
  });
  return { date, rows };
}

interface Fleet {
  readonly cells: readonly (readonly Cell[])[];
  readonly goneOn: ReadonlyMap<string, string>;
}

/** What stage 13 does with one recomputed range: fold from the stored state, write the changes. */
async function run(store: MemoryAlerts, fleetNow: Fleet, from: number, to: number): Promise<void> {
  const firstDay = dayAt(from);
  const fold = new AlertFold(
    { metrics: SHIPPED.metrics, from: firstDay, resolveAfterCleanDays: 2, goneOn: fleetNow.goneOn },
    await store.openOn(addDays(firstDay, -1)),
  );
  for (let index = Math.max(0, from - REPLAY_DAYS); index <= to; index += 1)
    fold.add(scoredDay(index, fleetNow.cells[index] ?? []));
  const changes = alertChanges(fold.result(), await store.notClosedBefore(firstDay), new Map(), dayAt(to));
  await store.apply(
    0,
    { runId: "", configHash: "", codeVersion: "" },
    { ...changes, actions: [], notifications: [] },
  );
}

const sorted = (store: MemoryAlerts): AlertRow[] =>
  [...store.rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, alert]) => alert);

async function atOnce(fleetNow: Fleet): Promise<AlertRow[]> {
  const store = memoryAlerts();
  await run(store, fleetNow, 0, DAY_COUNT - 1);
  return sorted(store);
}

const NOBODY_GONE: ReadonlyMap<string, string> = new Map();

// Design, 4: "Any order of the same runs ends in the same values, scores, health and alerts."
describe("the same days end in the same alerts", () => {
  it("whether they are folded at once or in two parts", async () => {
    await fc.assert(
      fc.asyncProperty(fleet, fc.integer({ min: 1, max: DAY_COUNT - 1 }), async (cells, split) => {
        const store = memoryAlerts();
        await run(store, { cells, goneOn: NOBODY_GONE }, 0, split - 1);
        await run(store, { cells, goneOn: NOBODY_GONE }, split, DAY_COUNT - 1);
        expect(sorted(store)).toEqual(await atOnce({ cells, goneOn: NOBODY_GONE }));
      }),
    );
  });

  it("whether they are folded day by day, as the schedule does, or again from any earlier day", async () => {
    const reruns = fc.array(fc.nat(DAY_COUNT - 1), { minLength: DAY_COUNT, maxLength: DAY_COUNT });
    await fc.assert(
      fc.asyncProperty(fleet, reruns, async (cells, starts) => {
        const store = memoryAlerts();
        for (let to = 0; to < DAY_COUNT; to += 1)
          await run(store, { cells, goneOn: NOBODY_GONE }, Math.min(to, starts[to] ?? to), to);
        expect(sorted(store)).toEqual(await atOnce({ cells, goneOn: NOBODY_GONE }));
      }),
      { numRuns: 40 },
    );
  });

  it("whether late data came before or after the days behind it were folded", async () => {
    await fc.assert(
      fc.asyncProperty(
        fleet,
        fleet,
        fc.nat(DAY_COUNT - 1),
        fc.nat(DAY_COUNT - 1),
        async (early, late, changedFrom, changedTo) => {
          const store = memoryAlerts();
          const [first, last] = [Math.min(changedFrom, changedTo), Math.max(changedFrom, changedTo)];
          const cells = early.map((day, index) =>
            index >= first && index <= last ? (late[index] ?? []) : day,
          );
          await run(store, { cells: early, goneOn: NOBODY_GONE }, 0, DAY_COUNT - 1);
          await run(store, { cells, goneOn: NOBODY_GONE }, first, DAY_COUNT - 1);
          expect(sorted(store)).toEqual(await atOnce({ cells, goneOn: NOBODY_GONE }));
        },
      ),
    );
  });

  it("whether a resource was known to be gone from the start or only later", async () => {
    const split = fc.integer({ min: 1, max: DAY_COUNT - 1 });
    await fc.assert(
      fc.asyncProperty(fleet, split, fc.nat(DAY_COUNT - 2), async (drawn, known, lastSeen) => {
        // No shard answers for days after the last on which the resource was described.
        const cells = drawn.map((day, index) =>
          day.map((part, position) => (position < SERIES.length && index > lastSeen ? null : part)),
        );
        const goneOn = new Map([["r1", dayAt(lastSeen)]]);
        const store = memoryAlerts();
        await run(store, { cells, goneOn: NOBODY_GONE }, 0, known - 1);
        await run(store, { cells, goneOn }, Math.min(known, lastSeen + 1), DAY_COUNT - 1);
        expect(sorted(store)).toEqual(await atOnce({ cells, goneOn }));
      }),
    );
  });

  it("and folding them twice changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fleet, fc.nat(DAY_COUNT - 1), async (cells, from) => {
        const store = memoryAlerts();
        await run(store, { cells, goneOn: NOBODY_GONE }, 0, DAY_COUNT - 1);
        const before = sorted(store);
        await run(store, { cells, goneOn: NOBODY_GONE }, from, DAY_COUNT - 1);
        expect(sorted(store)).toEqual(before);
      }),
    );
  });

  it("with at most one alert open at a time for each series, direction and class", async () => {
    await fc.assert(
      fc.asyncProperty(fleet, async (cells) => {
        const alerts = await atOnce({ cells, goneOn: NOBODY_GONE });
        const lines = Map.groupBy(alerts, (alert) =>
          [alert.resourceId, alert.metric, alert.direction, alert.class].join(),
        );
        for (const line of lines.values()) {
          line.slice(1).forEach((alert, index) => {
            expect((line[index]?.resolvedOn ?? "9999") <= alert.openedOn).toBe(true);
          });
        }
        expect(
          alerts.every(
            ({ openedOn, lastMetOn, resolvedOn }) =>
              openedOn <= lastMetOn && (resolvedOn === null || lastMetOn < resolvedOn),
          ),
        ).toBe(true);
      }),
    );
  });
});
