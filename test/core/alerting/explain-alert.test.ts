import { describe, expect, it } from "vitest";
import { explainAlert } from "#core/alerting/explain-alert.ts";
import { formatValue, rounded } from "#core/alerting/format-value.ts";
import { plainText } from "#core/alerting/plain-text.ts";
import type { Unit } from "#core/model/metric-definition.ts";
import { anAlert, metric } from "../../support/pipeline-rows.ts";

describe("plain text", () => {
  it("is one line of at most the length, cut visibly and never through a character", () => {
    expect(plainText("abcde", 5)).toBe("abcde");
    expect(plainText("abcdef", 5)).toBe("abcd…");
    expect(plainText("abc\u{1f600}ef", 5)).toBe("abc…");
    expect(plainText("a\nb <!channel>", 80)).toBe("a b ‹!channel›");
  });
});

describe("values for people", () => {
  it.each<[number | null, Unit, string]>([
    [91.25, "percent", "91.3 %"],
    [1234.5, "count", "1,235"],
    [0.012345, "per_second", "0.0123/s"],
    [20, "milliseconds", "20 ms"],
    [1, "seconds", "1 s"],
    [0, "bytes", "0 B"],
    [1023, "bytes", "1,023 B"],
    [-98765, "count", "-98,765"],
    [1024, "bytes", "1 KiB"],
    [-1536, "bytes", "-1.5 KiB"],
    [3 * 2 ** 30, "bytes_per_second", "3 GiB/s"],
    [2 ** 60, "bytes", "1,048,576 TiB"],
    [12, "credits", "12 credits"],
    [null, "percent", "no value"],
  ])("%s in %s is %s", (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it("never have an exponent where they are of the order of a metric", () => {
    expect(rounded(0.0001)).toBe("0.0001");
    expect(rounded(2 ** 53)).toBe("9,007,199,254,740,992");
  });
});

describe("the reason of an alert", () => {
  it("names every clause that held, and says where there is no range or Z yet", () => {
    const alert = anAlert({
      evidence: { clauses: ["limit", "western_electric_4", "new_one"] },
      expectedLow: null,
      z: null,
    });
    expect(explainAlert(alert, metric("rds.read_latency_ms"))).toBe(
      "Read latency 91 ms: above its hard limit, eight days on one side of the mean (WE-4), new_one; no expected range yet, since 2026-11-20",
    );
  });

  it("expects nothing that the metric cannot be", () => {
    const alert = anAlert({ expectedLow: -3, expectedHigh: 101 });
    expect(explainAlert(alert, metric("rds.cpu_utilization_pct"))).toContain("; expected 0 % to 100 % (");
    expect(explainAlert(alert, metric("rds.read_iops"))).toContain("; expected 0/s to 101/s (");
  });

  it("says once what may not move at all", () => {
    const alert = anAlert({ metric: "ec2.status_check_failed", expectedLow: 0, expectedHigh: 0 });
    expect(explainAlert(alert, metric("ec2.status_check_failed"))).toContain("; expected 0 (Z 10)");
  });

  it("survives evidence of another shape", () => {
    expect(explainAlert(anAlert({ evidence: { clauses: 7 } }), metric("rds.read_iops"))).toContain(
      "Read IOPS 91/s: ;",
    );
  });
});
