import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newSeriesScores, scoreSeries } from "#core/spc/score-series.ts";
import { violatedRules } from "#core/spc/western-electric.ts";
import { Z_STATUS } from "#core/spc/z-score.ts";
import { randomStream } from "../../support/random.ts";

fc.configureGlobal({ seed: 1 });

const FLOOR = { absolute: 0.5, relative: 0.01 };
const value = fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.constant(Number.NaN));
const series = fc.array(value, { maxLength: 120 }).map((values) => Float64Array.from(values));

describe("scores of a series", () => {
  it("stay as they are for day D when anything after D changes", () => {
    fc.assert(
      fc.property(series, fc.nat(120), value, (values, from, replacement) => {
        const before = scoreSeries(values.slice(0, from), FLOOR);
        const after = scoreSeries(values.slice().fill(replacement, from), FLOOR);
        const days = before.zScores.z.length;
        expect(after.zScores.z.slice(0, days)).toEqual(before.zScores.z);
        expect(after.zScores.status.slice(0, days)).toEqual(before.zScores.status);
        expect(after.westernElectric.rule4.slice(0, days)).toEqual(before.westernElectric.rule4);
        expect(after.rateOfChange.pct.slice(0, days)).toEqual(before.rateOfChange.pct);
      }),
    );
  });

  it("do not depend on what a reused result held before", () => {
    const into = newSeriesScores(60);
    fc.assert(
      fc.property(fc.array(value, { minLength: 60, maxLength: 60 }), (days) => {
        const values = Float64Array.from(days);
        expect(scoreSeries(values, FLOOR, into)).toEqual(scoreSeries(values, FLOOR));
      }),
    );
  });

  it("find a spike on its day, and a lasting shift by rule 4 on its eighth", () => {
    const random = randomStream(1);
    const values = Float64Array.from({ length: 80 }, () => 100 + random.normal());
    values[50] = 110;
    values[59] = 98;
    for (let day = 60; day < 80; day++) values[day] = 104 + (day % 2);
    const { zScores, westernElectric } = scoreSeries(values, { absolute: 0.1, relative: 0 });
    expect(zScores.status[50]).toBe(Z_STATUS.scored);
    expect(zScores.z[50]).toBeGreaterThan(6);
    expect(violatedRules(westernElectric, 50)).toContain(1);
    expect(westernElectric.rule4.indexOf(1)).toBe(67);
  });

  it("of an empty series are empty", () => {
    expect(scoreSeries(new Float64Array(0), FLOOR).zScores.z).toHaveLength(0);
  });
});
