import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SILENCES } from "#core/model/prediction-day.ts";
import { scoreColumns, scoreRowsByDay } from "#core/model/score-rows.ts";
import { ScoreSeries } from "#core/model/score-series.ts";
import { dayOf } from "#core/model/utc-day.ts";
import { type ScoreRow, VERDICTS } from "#core/ports/score-store.ts";
import { aScore } from "../../support/pipeline-rows.ts";

fc.configureGlobal({ seed: 1 });

const number = fc.option(fc.integer({ min: -50, max: 50 }));
const flag = fc.option(fc.boolean());
/** A fleet of three series over ten days; any of their days may be missing. */
const rows = fc.array(
  fc.record({
    date: fc.integer({ min: 20_000, max: 20_010 }).map(dayOf),
    resourceId: fc.constantFrom("a", "b"),
    metric: fc.constantFrom("rds.read_iops", "rds.write_iops"),
    verdict: fc.constantFrom(...VERDICTS),
    ...{ value: number, limitValue: number, aboveZeroShare: number, mean: number, sigma: number, z: number },
    ...{
      n: fc.nat(30),
      isSigmaFloored: fc.boolean(),
      review: fc.boolean(),
      rocPct: number,
      rocExceeded: flag,
    },
    ...{ we1: flag, we2: flag, we3: flag, we4: flag, healthWeight: fc.constant(1), healthPenalty: number },
    penaltyReason: fc.option(fc.constantFrom("limit", "warning")),
    conditionsMet: fc.array(fc.constantFrom("limit", "z_above")),
    ...{ predictionN: number, expectedValue: number, expectedLowValue: number, expectedHighValue: number },
    ...{ residual: number, driftScore: number, isDrift: flag, isSpike: flag, isRebased: flag },
    silence: fc.option(fc.constantFrom(...SILENCES)),
    ...{ forecastDays: number, forecastEarliestDays: number, forecastLatestDays: number },
    ...{ forecastLimitValue: number, learnedScore: fc.integer(), learnedVersion: fc.constant("1") },
  }),
);

function unique(all: readonly ScoreRow[]): ScoreRow[] {
  return [
    ...new Map(all.map((row) => [`${row.date} ${row.resourceId} ${row.metric}`, row])).values(),
  ].toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

describe("scores in columns and in rows", () => {
  it("are the same: what 10 writes is what 11, 12 and 13 read, to the last field", () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        const all = unique(drawn);
        const columns = [...Map.groupBy(all, (row) => `${row.resourceId} ${row.metric}`).values()].flatMap(
          (ofSeries) => {
            const [first] = ofSeries;
            return first === undefined ? [] : [scoreColumns(first.resourceId, first.metric, 1, ofSeries)];
          },
        );
        const archived = columns.map((series) => ScoreSeries.parse(JSON.parse(JSON.stringify(series))));
        const back = [...scoreRowsByDay(archived).values()].flat();
        expect(new Set(back.map((row) => JSON.stringify(Object.entries(row).toSorted())))).toEqual(
          new Set(all.map((row) => JSON.stringify(Object.entries(row).toSorted()))),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("come by day, oldest first, each day sorted by resource, then metric", () => {
    const series = (resourceId: string, metric: string, ...dates: string[]) =>
      scoreColumns(
        resourceId,
        metric,
        1,
        dates.map((date) => aScore({ date, resourceId, metric })),
      );
    const byDay = scoreRowsByDay([
      series("b", "x", "2026-11-21"),
      series("a", "y", "2026-11-20", "2026-11-21"),
      series("a", "x", "2026-11-21"),
    ]);
    expect([...byDay].map(([date, day]) => [date, ...day.map((row) => row.resourceId + row.metric)])).toEqual(
      [
        ["2026-11-20", "ay"],
        ["2026-11-21", "ax", "ay", "bx"],
      ],
    );
  });
});
