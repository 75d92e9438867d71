import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayOf } from "#core/model/utc-day.ts";
import { runBacktest } from "#lib/local/backtest/run-backtest.ts";
import { seededNormal, simulateSeries } from "#lib/local/evaluate/simulated-fleet.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "backtest-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const FIRST = 20_454;

async function backtest(text: string, labels: string | null = null) {
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const output = join(folder, "out.csv");
  const report = await runBacktest({
    input: file("in.csv", text),
    output,
    labels: labels === null ? null : file("labels.csv", labels),
    budget: 5,
  });
  return {
    report,
    rows: readFileSync(output, "utf8")
      .trimEnd()
      .split("\n")
      .map((row) => row.split(",")),
  };
}

function ramp(days: number): string[] {
  const { values } = simulateSeries("iid", days, seededNormal(2));
  return [...values].map((value, day) => `web,${dayOf(FIRST + day)},${value + 2 * Math.max(0, day - 99)}`);
}

describe("runBacktest", () => {
  it("writes a row per day from a series' first day to the last of the file, days without data included", async () => {
    const { rows } = await backtest(
      "series,timestamp,value\na,2026-01-01,1\na,2026-01-03,3\nb,2026-01-02,5\nb,2026-01-04,\n",
    );
    const seen = rows
      .slice(1)
      .map(([series, date, value, , , , , , , , , , , , , verdict]) => [series, date, value, verdict]);
    expect(seen).toEqual([
      ["a", "2026-01-01", "1", "learning"],
      ["a", "2026-01-02", "", "no_data"],
      ["a", "2026-01-03", "3", "learning"],
      ["a", "2026-01-04", "", "no_data"],
      ["b", "2026-01-02", "5", "learning"],
      ["b", "2026-01-03", "", "no_data"],
      ["b", "2026-01-04", "", "no_data"],
    ]);
    expect(rows.every((row) => row.length === 18)).toBe(true);
  });

  it("takes unsorted finer rows as the mean of their UTC day", async () => {
    const { rows } = await backtest(
      "value,series,timestamp\r\n4,a,2026-01-01T22:00:00Z\r\n9,a,2026-01-02 00:00:00\r\n2,a,2026-01-01T03:00:00+02:00\r\n",
    );
    expect(rows.slice(1).map((row) => row[2])).toEqual(["3", "9"]);
  });

  it("gives the same rows for the days so far when later days are added, but for the budget", async () => {
    const text = (days: number) => `series,timestamp,value\n${ramp(days).join("\n")}\n`;
    const short = await backtest(text(105));
    const long = await backtest(text(130));
    expect(long.rows.slice(0, 106)).toEqual(short.rows);
  });

  it("tells a ramp once, in its label, and measures that", async () => {
    const labels = `series,from,to\nweb,${dayOf(FIRST + 100)},${dayOf(FIRST + 129)}\nother,2026-01-01,2026-01-02\n`;
    const { report, rows } = await backtest(`series,timestamp,value\n${ramp(130).join("\n")}\n`, labels);
    expect(rows.filter((row) => row[17] === "1")).toHaveLength(1);
    expect(report.figures).toMatchObject({ labels: 1, recall: 1, falseNotificationsPer1000: 0 });
    expect(report.unknownLabels).toEqual(["other"]);
  });

  it.each([
    ["no column value", "series,timestamp\na,2026-01-01\n", /no column value/],
    ["text for a number", "series,timestamp,value\na,2026-01-01,many\n", /line 2: value "many"/],
    [
      "a day that does not exist",
      "series,timestamp,value\na,2026-02-30,1\n",
      /line 2: timestamp "2026-02-30"/,
    ],
    ["an empty file", "", /is empty/],
  ])("refuses %s by name", async (_what, text, message) => {
    await expect(backtest(text)).rejects.toThrow(message);
  });
});
