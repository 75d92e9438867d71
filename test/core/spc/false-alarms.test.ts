import { describe, expect, it } from "vitest";
import { BASELINE_DAYS, type RollingBaseline, rollingBaseline } from "#core/spc/rolling-baseline.ts";
import { westernElectric } from "#core/spc/western-electric.ts";
import { zScores } from "#core/spc/z-score.ts";
import { readOracle } from "../../support/oracles.ts";
import { type RandomStream, randomStream } from "../../support/random.ts";

const FLEET_SERIES = 2_000;
const WARM_UP_DAYS = 40;
const COUNTED_DAYS = 520;
const DAYS = WARM_UP_DAYS + COUNTED_DAYS;
/** Small enough never to be used: the oracles know no floor. */
const FLOOR = { absolute: 1e-12, relative: 0 };
const COLUMNS = ["rule 1", "rule 2", "rule 3", "rule 4", "any", "any new"] as const;

type Noise = (random: RandomStream) => Float64Array;
type Baseline = (values: Float64Array) => RollingBaseline;

const normal: Noise = (random) => Float64Array.from({ length: DAYS }, () => random.normal());

function autoregressive(phi: number): Noise {
  return (random) => {
    let value = random.normal();
    return Float64Array.from({ length: DAYS }, () => {
      value = phi * value + Math.sqrt(1 - phi * phi) * random.normal();
      return value;
    });
  };
}

function weekend(dip: number): Noise {
  return (random) =>
    Float64Array.from({ length: DAYS }, (_, day) => random.normal() - (day % 7 < 5 ? 0 : dip));
}

/** The variant that the design rejects: the 30 days end with the day itself. Day D's baseline is that of D + 1. */
const todayIncluded: Baseline = (values) => {
  const longer = new Float64Array(values.length + 1);
  longer.set(values);
  const { count, mean, sigma } = rollingBaseline(longer);
  return { count: count.slice(1), mean: mean.slice(1), sigma: sigma.slice(1) };
};

const known: Baseline = (values) => ({
  count: new Uint16Array(values.length).fill(BASELINE_DAYS),
  mean: new Float64Array(values.length),
  sigma: new Float64Array(values.length).fill(1),
});

/** Alarms of one series over the counted days, in the order of COLUMNS. */
function alarms(values: Float64Array, baseline: Baseline): number[] {
  const flags = westernElectric(zScores(values, baseline(values), FLOOR).z);
  const rules = [flags.rule1, flags.rule2, flags.rule3, flags.rule4];
  const isAlarm = (day: number) => rules.some((rule) => rule[day] === 1);
  const totals = COLUMNS.map(() => 0);
  for (let day = WARM_UP_DAYS; day < DAYS; day++) {
    const any = isAlarm(day);
    const columns = [...rules.map((rule) => rule[day] === 1), any, any && !isAlarm(day - 1)];
    columns.forEach((isSet, column) => {
      totals[column] = (totals[column] ?? 0) + Number(isSet);
    });
  }
  return totals;
}

interface Rate {
  readonly perDay: number;
  readonly standardError: number;
}

/** Alarms a day per 2,000 series. Days of one series depend on each other, so the error comes from series to series. */
function rates(noise: Noise, baseline: Baseline, seed: number): Rate[] {
  const random = randomStream(seed);
  const perSeries = Array.from({ length: FLEET_SERIES }, () => alarms(noise(random), baseline));
  return COLUMNS.map((_, column) => {
    const counts = perSeries.map((totals) => totals[column] ?? Number.NaN);
    const mean = counts.reduce((sum, value) => sum + value, 0) / FLEET_SERIES;
    const variance = counts.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (FLEET_SERIES - 1);
    const scale = FLEET_SERIES / COUNTED_DAYS;
    return { perDay: mean * scale, standardError: Math.sqrt(variance / FLEET_SERIES) * scale };
  });
}

describe("false alarms of 2,000 healthy normal series", () => {
  it.each([
    // 2 P(t29 > 3 / sqrt(1 + 1/30)) x 2000
    ["today excluded, as built: 12.42 a day", rollingBaseline, 12.42],
    // z^2 n / (n - 1)^2 ~ Beta(1/2, 14)
    ["today included: 2.19 a day", todayIncluded, 2.19],
    // 2 P(N > 3) x 2000
    ["known limits: 5.40 a day", known, 5.4],
  ])("|Z| > 3 with %s, the exact rate", (_name, baseline, expected) => {
    const [rule1] = rates(normal, (values) => baseline(values), 1);
    expect(Math.abs((rule1?.perDay ?? Number.NaN) - expected)).toBeLessThan(3 * (rule1?.standardError ?? 0));
  });
});

const text = readOracle("false_alarms.json");
const simulated: Readonly<Record<string, readonly number[]>> = text === undefined ? {} : JSON.parse(text);

describe.skipIf(text === undefined)(
  "false alarms of all four rules agree with an independent simulation",
  () => {
    it.each<[string, Noise, Baseline]>([
      ["iid|30d excl, each day own z", normal, (values) => rollingBaseline(values)],
      ["iid|30d incl, each day own z", normal, todayIncluded],
      ["iid|true mu,sigma", normal, known],
      ["ar0.5|30d excl, each day own z", autoregressive(0.5), (values) => rollingBaseline(values)],
      ["ar0.8|30d excl, each day own z", autoregressive(0.8), (values) => rollingBaseline(values)],
      ["week2|30d excl, each day own z", weekend(2), (values) => rollingBaseline(values)],
      ["week4|30d excl, each day own z", weekend(4), (values) => rollingBaseline(values)],
      [
        "lognorm|30d excl, each day own z",
        (random) => Float64Array.from({ length: DAYS }, () => random.lognormal(0.5)),
        (values) => rollingBaseline(values),
      ],
      [
        "t4|30d excl, each day own z",
        (random) => Float64Array.from({ length: DAYS }, () => random.studentT(4)),
        (values) => rollingBaseline(values),
      ],
    ])("%s", (name, noise, baseline) => {
      rates(noise, baseline, 2).forEach(({ perDay, standardError }, column) => {
        const expected = simulated[name]?.[column] ?? Number.NaN;
        // Both sides are simulations of the same size, so the error of the difference is sqrt(2) larger.
        expect(
          Math.abs(perDay - expected),
          `${COLUMNS[column]}: ${perDay} against ${expected}`,
        ).toBeLessThanOrEqual(3 * Math.SQRT2 * standardError);
      });
    });
  },
);
