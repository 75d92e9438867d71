import { describe, expect, it } from "vitest";
import type { BaselineSeries } from "#core/model/baseline-series.ts";
import { predictionColumns } from "#core/model/prediction-columns.ts";
import { readinessOf } from "#stages/09-baseline/readiness.ts";
import { SHIPPED } from "../../support/pipeline-rows.ts";

/** A series with so many days in the baseline of its newest day; what a line does not speak of is empty. */
function seriesWith(n: number, predictionN: number | null): BaselineSeries {
  const empty = {
    from: "2026-11-21",
    state: [],
    values: [],
    raw: [],
    limit: [],
    aboveZeroShare: [],
    mean: [],
    sigma: [],
  };
  return {
    ...{ resourceId: "r", metric: "rds.read_iops", ...empty, n: [n] },
    prediction: { ...predictionColumns([]), predictionN: [predictionN] },
  };
}

describe("what cannot be judged yet", () => {
  it("ends when most of the young series have 14 days: the oldest of them says when", () => {
    const young = [seriesWith(3, 20), seriesWith(11, 20)];
    expect(readinessOf(young, SHIPPED.metrics)).toEqual([
      "rds: 2 of 2 series learn, Z and rules after 3 more days",
    ]);
    expect(
      readinessOf([...young, seriesWith(14, 20), seriesWith(30, 20), seriesWith(30, 20)], SHIPPED.metrics),
    ).toEqual([]);
  });

  it("is said of the first day of a fleet of any size, such as 200,000 series", () => {
    const fleet = Array<BaselineSeries>(200_000).fill(seriesWith(0, null));
    expect(readinessOf(fleet, SHIPPED.metrics)).toEqual([
      "rds: 200000 of 200000 series learn, Z and rules after 14 more days; 200000 of 200000 without an adjusted baseline: no drift or spike yet, hard limits only",
    ]);
  });
});
