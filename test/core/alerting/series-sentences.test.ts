import { describe, expect, it } from "vitest";
import { seriesSentences } from "#core/alerting/series-sentences.ts";
import type { AlertRow } from "#core/ports/alert-store.ts";
import { anAlert, SHIPPED } from "../../support/pipeline-rows.ts";

describe("the sentences of a resource", () => {
  it("are one for each series and side: evidence of all classes, range of the worst, since the first of them", () => {
    const prediction = anAlert({
      class: "prediction",
      openedOn: "2026-11-21",
      expectedLow: 30,
      expectedHigh: 50,
      evidence: { clauses: ["drift", "z_above"], forecastDays: 4, forecastLimitValue: 95 },
    });
    const condition = anAlert({ evidence: { clauses: ["z_above", "western_electric_2"] } });
    const other = anAlert({ metric: "rds.read_iops", severity: "warning" });
    expect(seriesSentences([prediction, other, condition], SHIPPED.metrics)).toEqual([
      {
        severity: "critical",
        text:
          "CPU utilization 91 %: drifting away from its usual level, far above its own past, two of three days beyond 2 sigma (WE-2); " +
          "expected 30 % to 50 % (Z 10), its 95th percentile reaches 95 % in about 4 days, since 2026-11-20",
      },
      {
        severity: "warning",
        text: "Read IOPS 91/s: far above its own past; expected 25/s to 55/s (Z 10), since 2026-11-20",
      },
    ]);
  });

  it("forecast nothing of a limit that is passed, and say which statistic passed it", () => {
    const limit = anAlert({ class: "limit", value: 80.3, evidence: { clauses: ["limit"] } });
    const prediction = anAlert({
      class: "prediction",
      evidence: { clauses: ["forecast", "drift"], forecastDays: 2.5, forecastLimitValue: 80 },
    });
    expect(seriesSentences([limit, prediction], SHIPPED.metrics).map(({ text }) => text)).toEqual([
      "CPU utilization 80.3 % (95th percentile): above its hard limit, drifting away from its usual level; " +
        "mean expected 25 % to 55 % (Z 10), since 2026-11-20",
    ]);
  });

  it("leave out the forecast where it is said beside them", () => {
    const evidence = {
      clauses: ["forecast"],
      forecastDays: 0.3,
      forecastEarliestDays: 0,
      forecastLimitValue: 80,
    };
    const texts = (wording: { withForecast?: boolean }) =>
      seriesSentences([anAlert({ evidence })], SHIPPED.metrics, wording).map(({ text }) => text)[0];
    expect(texts({})).toContain("reaches 80 % in less than a day (less than a day to much later), since");
    expect(texts({ withForecast: false })).not.toContain("reaches");
  });

  it("are one for all metrics that have gone silent, and not one that repeats its value", () => {
    const silent = (part: Partial<AlertRow>) =>
      anAlert({ class: "silence", value: null, direction: "down", ...part });
    const stopped = { evidence: { clauses: ["stopped"] } };
    const frozen = { evidence: { clauses: ["frozen"] }, metric: "rds.write_iops", value: 7 };
    const alerts = [
      silent(stopped),
      silent({ ...stopped, metric: "rds.read_iops", openedOn: "2026-11-19" }),
      silent(frozen),
    ];
    expect(seriesSentences(alerts, SHIPPED.metrics).map(({ text }) => text)).toEqual([
      "CPU utilization, Read IOPS: no data where they used to come, since 2026-11-19",
      expect.stringMatching(/^Write IOPS 7\/s: the same value again and again; /),
    ]);
  });

  it("are two where a series left its range on both sides, and the name of a metric that config no longer has", () => {
    const texts = seriesSentences(
      [anAlert(), anAlert({ direction: "down" }), anAlert({ metric: "gone" })],
      SHIPPED.metrics,
    );
    expect(texts).toHaveLength(3);
    expect(texts[2]?.text).toBe("gone");
  });
});
