import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { pageMedia } from "#adapters/page-media/page-media.ts";
import { daysBetween } from "#core/model/utc-day.ts";
import { type ControlChart, controlChart } from "#core/page/control-chart.ts";
import { aSeries } from "../../support/page-facts.ts";
import { anAlert, metric } from "../../support/pipeline-rows.ts";

function chart(part: Partial<ControlChart> = {}): ControlChart {
  const made = controlChart(aSeries(), metric("rds.cpu_utilization_pct"), anAlert({ class: "limit" }));
  if (made === null) throw new Error("a series has a chart");
  return { ...made, ...part };
}

describe("a painted control chart", () => {
  const svg = pageMedia.paintControlChart(chart(), "c1");

  it("is one SVG without styles, scripts or anything for them", () => {
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 640 260"[^>]*>.*<\/svg>$/s);
    expect(svg).not.toMatch(/<style|<script|style=|class=|ecmeta|pointer-events|xmlns/);
  });

  it("takes its colours from the page, so that dark mode and paper are the page's matter", () => {
    const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map((match) => match[1] ?? "");
    const ownColours = new Set(
      colours.filter((colour) => !/^(var\(--|none|transparent|url\(#c1-)/.test(colour)),
    );
    // ECharts fills the shapes of clip paths; they are never seen.
    expect([...ownColours]).toEqual(["#000"]);
  });

  it("is the same text however many charts the process has painted before", () => {
    for (let painted = 0; painted < 3; painted += 1) pageMedia.paintControlChart(chart(), "other");
    expect(pageMedia.paintControlChart(chart(), "c1")).toBe(svg);
  });

  it("names its parts by the id that it is given, so that two charts live on one page", () => {
    const ids = [...svg.matchAll(/id="([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.every((id) => id.startsWith("c1-"))).toBe(true);
    for (const [, used = ""] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(used);
  });

  it("is small: a page has a dozen of them", () => {
    expect(svg.length).toBeLessThan(12_000);
  });

  it("draws each mark, however close the days lie", () => {
    const days = daysBetween("2026-06-01", "2026-09-28");
    const values = days.map((_, index) => 50 + (index % 7));
    const nothing = days.map(() => null);
    const marks = [3, 64, 65, 118, 119].map((index) => ({ index, kind: "pattern" }) as const);
    const long = chart({
      days,
      values,
      limitValues: [],
      centre: nothing,
      low: nothing,
      high: nothing,
      marks,
    });
    const painted = pageMedia.paintControlChart(long, "c1");
    expect(painted.split('fill="var(--warning)"').length - 1).toBe(marks.length);
  });

  it("draws a forecast in a colour of its own", () => {
    const forecast = {
      fromIndex: 55,
      fromValue: 60,
      limitValue: 90,
      days: { days: 3, earliest: 2, latest: 4 },
    };
    expect(svg).not.toContain("--chart-forecast");
    expect(pageMedia.paintControlChart(chart({ forecast }), "c1")).toContain("--chart-forecast");
  });

  it("can be painted of values that are all missing, or all the same", () => {
    const days = chart().days.length;
    const nothing = Array(days).fill(null);
    for (const values of [nothing, Array(days).fill(0)])
      expect(
        pageMedia.paintControlChart(
          chart({ values, limitValues: [], centre: nothing, low: nothing, high: nothing, marks: [] }),
          "c",
        ),
      ).toContain("</svg>");
  });
});

describe("a hash for the page's policy", () => {
  it("is SHA-256 in base64", () => {
    // FIPS 180-2, appendix B.1: SHA-256 of "abc".
    const digest = Buffer.from("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "hex");
    expect(pageMedia.sha256Base64("abc")).toBe(digest.toString("base64"));
    expect(pageMedia.sha256Base64("ü")).toBe(createHash("sha256").update("ü", "utf8").digest("base64"));
  });
});
