import { describe, expect, it } from "vitest";
import type { BaselineSeries } from "#core/model/baseline-series.ts";
import { DAY_STATUSES } from "#core/model/daily-value.ts";
import { dayNumber, daysBetween, type UtcDay } from "#core/model/utc-day.ts";
import type { SeriesHistory } from "#core/ports/stores.ts";
import { historyFromOf, judgedSeries } from "#stages/09-baseline/run.ts";
import { SHIPPED } from "../../support/pipeline-rows.ts";
import { randomStream } from "../../support/random.ts";

const CPU = "rds.cpu_utilization_pct";
const OK = DAY_STATUSES.indexOf("ok");
const FIRST = "2026-01-01";
const LAST = "2026-11-21";

/** One value a day from FIRST to LAST; null: the source answered with nothing. */
function stored(
  value: (day: number) => number | null,
  from: UtcDay,
  to: UtcDay,
  metric = CPU,
): SeriesHistory {
  const days = daysBetween(from, to).map((day) => value(dayNumber(day) - dayNumber(FIRST)));
  const numbers = () => Float64Array.from(days, (day) => day ?? Number.NaN);
  const counts = () => Int32Array.from(days, (day) => (day === null ? -1 : 288));
  return {
    ...{ resourceId: "r", metric, min: numbers(), max: numbers(), avg: numbers(), p95: numbers() },
    ...{ slotsGot: counts(), slotsExpected: counts(), slotsAboveZero: counts() },
    status: Uint8Array.from(days, (day) => (day === null ? DAY_STATUSES.indexOf("no_data") : OK)),
  };
}

/** The prediction columns of a range, as a run over it would archive them; the past that it reads is cut as the database would. */
function judged(values: readonly ((day: number) => number | null)[], from: UtcDay, to: UtcDay) {
  const histories = values.map((value, index) =>
    stored(value, historyFromOf(from), to, index === 0 ? CPU : "rds.read_iops"),
  );
  return judgedSeries({ histories, resources: [] }, SHIPPED, { from, to });
}

const last = (series: BaselineSeries | undefined) => {
  const at = <T>(column: readonly T[] | undefined) => column?.at(-1) ?? null;
  const prediction = series?.prediction;
  return {
    n: at(prediction?.predictionN),
    expected: at(prediction?.expectedValue),
    residual: at(prediction?.residual),
    isDrift: at(prediction?.isDrift),
    isSpike: at(prediction?.isSpike),
    silence: at(prediction?.silence),
    forecastDays: at(prediction?.forecastDays),
    forecastLimit: at(prediction?.forecastLimitValue),
    learned: at(prediction?.learnedScore),
  };
};

const random = randomStream(3);
const NOISE = Array.from({ length: 330 }, () => random.normal());
const noisy = (day: number) => 40 + 2 * (NOISE[day] ?? 0);
const lastDay = dayNumber(LAST) - dayNumber(FIRST);

describe("what the adjusted baseline says of a day", () => {
  it("is the same whatever range the run had, to the last bit", () => {
    const ofRange = (from: UtcDay) => judged([noisy, (day) => 500 + 9 * (NOISE[329 - day] ?? 0)], from, LAST);
    const whole = ofRange("2026-09-01");
    for (const from of ["2026-11-21", "2026-11-18", "2026-10-02"]) {
      const part = ofRange(from);
      const length = part[0]?.prediction.residual.length ?? 0;
      for (const index of [0, 1]) {
        const [a, b] = [whole[index]?.prediction, part[index]?.prediction];
        for (const column of [
          "residual",
          "expectedValue",
          "driftScore",
          "learnedScore",
          "forecastDays",
        ] as const)
          expect(b?.[column], column).toEqual(a?.[column].slice(-length));
      }
    }
  });

  it("is the same whatever range the run had for a series that grows out of its short memory within the range", () => {
    const age = (days: number) => (day: number) => (day > lastDay - days ? noisy(day) : null);
    // The older one begins on 2026-09-21 and has 56 days behind it from 2026-11-16 on, the younger one never.
    const ofRange = (from: UtcDay) => judged([age(62), age(50)], from, LAST);
    const whole = ofRange("2026-10-20");
    for (const from of ["2026-11-21", "2026-11-17", "2026-11-16", "2026-11-15"])
      for (const [index, part] of ofRange(from).entries())
        for (const column of ["predictionN", "residual", "driftScore", "learnedScore"] as const) {
          const days = part.prediction[column];
          expect(days, `${column} from ${from}`).toEqual(
            whole[index]?.prediction[column].slice(-days.length),
          );
        }
  });

  it("does not depend on later days", () => {
    const short = judged([noisy], "2026-11-10", "2026-11-10");
    const long = judged([(day) => (day > lastDay - 11 ? 99 : noisy(day))], "2026-11-10", LAST);
    expect(long[0]?.prediction.residual[0]).toBe(short[0]?.prediction.residual[0]);
    expect(long[0]?.prediction.driftScore[0]).toBe(short[0]?.prediction.driftScore[0]);
  });

  it("is nothing in the first days of a series, and says with how many days it began to judge", () => {
    const young = (days: number) =>
      judged([(day) => (day > lastDay - days ? noisy(day) : null)], LAST, LAST)[0];
    expect(last(young(10))).toMatchObject({ n: null, residual: null, isDrift: null });
    expect(last(young(17)).n).toBeGreaterThanOrEqual(10);
    expect(last(young(300)).n).toBeGreaterThanOrEqual(150);
  });

  it("is a spike on a day far out of its past, and a drift after a lasting shift", () => {
    expect(last(judged([noisy], LAST, LAST)[0])).toMatchObject({ isDrift: false, isSpike: false });
    const spiked = judged([(day) => (day === lastDay ? 70 : noisy(day))], LAST, LAST)[0];
    expect(last(spiked)).toMatchObject({ isSpike: true, isDrift: false });
    const shifted = judged([(day) => noisy(day) + (day > lastDay - 8 ? 5 : 0)], LAST, LAST)[0];
    expect(last(shifted)).toMatchObject({ isDrift: true });
  });

  it("is a silence on the second day without data, not on the first, nor on a day that nobody could ask about", () => {
    const silent = (days: number) =>
      judged([(day) => (day > lastDay - days ? null : noisy(day))], LAST, LAST)[0];
    expect(last(silent(1)).silence).toBeNull();
    expect(last(silent(2)).silence).toBe("stopped");
    const history = stored((day) => (day > lastDay - 2 ? null : noisy(day)), historyFromOf(LAST), LAST);
    history.status[history.status.length - 1] = DAY_STATUSES.indexOf("failed");
    expect(
      last(judgedSeries({ histories: [history], resources: [] }, SHIPPED, { from: LAST, to: LAST })[0])
        .silence,
    ).toBeNull();
  });

  it("forecasts the day on which a rising metric crosses its limit", () => {
    // From 40 by one point a day over 20 days to 60; the limit is 80 on p95, which equals the average here.
    const rising = judged(
      [(day) => (day > lastDay - 20 ? 40 + (day - lastDay + 20) : 40 + 0.1 * (NOISE[day] ?? 0))],
      LAST,
      LAST,
    )[0];
    expect(last(rising).forecastLimit).toBe(80);
    expect(last(rising).forecastDays).toBeGreaterThan(10);
    expect(last(rising).forecastDays).toBeLessThan(35);
    expect(last(judged([noisy], LAST, LAST)[0]).forecastDays).toBeNull();
  });

  it("sees a combination that no metric shows by itself", () => {
    const paired = (day: number) => 500 + 50 * (NOISE[day] ?? 0);
    const apart = (day: number) => (day === lastDay ? 590 : paired(day));
    const usual = last(judged([noisy, paired], LAST, LAST)[1]);
    const unusual = last(judged([(day) => (day === lastDay ? 37 : noisy(day)), apart], LAST, LAST)[1]);
    expect(usual.learned).toBeLessThan(3);
    expect(unusual.learned).toBeGreaterThan(4);
  });
});
