import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayOf } from "#core/model/utc-day.ts";
import { BACKTEST_CONFIG, readBacktestConfig } from "#lib/local/backtest/backtest-config.ts";
import { runBacktest } from "#lib/local/backtest/run-backtest.ts";
import { seededNormal, simulateSeries } from "#lib/local/evaluate/simulated-fleet.ts";
import { runCommandLine } from "../command-line/spawned.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "backtest-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const FIRST = 20_454;

async function backtest(text: string, labels: string | null = null, config = BACKTEST_CONFIG) {
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
    config,
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

  it("changes no earlier row of a resource when another of its series begins", async () => {
    const younger = (days: number) =>
      ramp(days)
        .slice(95)
        .map((row) => `${row.replace("web", "young")},r`);
    const text = (days: number) => {
      const rows = ramp(days).flatMap((row) => [`${row},r`, `${row.replace("web", "twin")}1,r`]);
      return `series,timestamp,value,resource\n${[...rows, ...younger(days)].join("\n")}\n`;
    };
    const short = await backtest(text(95));
    const long = await backtest(text(180));
    const known = new Set(long.rows.map((row) => row.join(",")));
    expect(short.rows.filter((row) => row[14] !== "").length).toBeGreaterThan(1);
    expect(short.rows.every((row) => known.has(row.join(",")))).toBe(true);
  });

  it("says what a resource's metrics say together, beside a metric that has just begun", async () => {
    const { rows } = await backtest(
      `series,timestamp,value,resource\n${ramp(120)
        .flatMap((row, day) => [
          `${row},r`,
          `${row.replace("web", "twin")}1,r`,
          ...(day > 110 ? [`${row.replace("web", "new")},r`] : []),
        ])
        .join("\n")}\n`,
    );
    expect(rows.filter(([series]) => series === "web").at(-1)?.[14]).not.toBe("");
  });

  it("lets one point per series, holes and mixed grains pass, each as what it is", async () => {
    const { rows } = await backtest(
      "series,timestamp,value\na,2026-01-01,1\nb,2026-01-03T05:00:00Z,2\nb,2026-01-03T06:00:00Z,4\nc,2026-01-01T00:00:00Z,5\nc,2026-01-03,7\n",
    );
    expect(
      rows
        .slice(1)
        .map(([series, date, value, , , , , , , , , , , , , verdict]) =>
          [series, date, value, verdict].join(" "),
        ),
    ).toEqual([
      "a 2026-01-01 1 learning",
      "a 2026-01-02  no_data",
      "a 2026-01-03  no_data",
      "b 2026-01-03 3 learning",
      "c 2026-01-01 5 learning",
      "c 2026-01-02  no_data",
      "c 2026-01-03 7 learning",
    ]);
  });

  it("takes hourly rows and a daily one of the same series and day as samples of that day", async () => {
    const hours = Array.from(
      { length: 23 },
      (_, hour) => `a,2026-01-01T${String(hour + 1).padStart(2, "0")}:00:00Z,2`,
    );
    const { rows } = await backtest(
      `series,timestamp,value\n${hours.join("\n")}\na,2026-01-01,26\na,2026-01-02,7\n`,
    );
    // 23 twos and one 26: 72 over 24.
    expect(rows.slice(1).map((row) => row[2])).toEqual(["3", "7"]);
  });

  it("holds the days of a series of a quarter of a million rows, not the rows", async () => {
    const PER_DAY = 8640;
    const DAYS = 29;
    const file = join(folder, "busy.csv");
    writeFileSync(file, "series,timestamp,value\n");
    for (let day = 0; day < DAYS; day++) {
      const at = (FIRST + day) * 86_400;
      const rows = Array.from({ length: PER_DAY }, (_, slot) => `busy,${at + slot * 10},${day}\n`);
      writeFileSync(file, rows.join(""), { flag: "a" });
    }
    const output = join(folder, "busy-out.csv");
    const { exitCode, stdout } = await runCommandLine(
      "backtest",
      ["--input", file, "--out", output, "--json"],
      {
        env: { NODE_OPTIONS: "--max-old-space-size=40" },
      },
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ series: 1, seriesDays: DAYS });
    const rows = readFileSync(output, "utf8").trimEnd().split("\n").slice(1);
    expect(rows.map((row) => row.split(",")[2])).toEqual(
      Array.from({ length: DAYS }, (_, day) => String(day)),
    );
  });

  it("says in a sentence that a file cannot be written", async () => {
    const output = folder;
    writeFileSync(join(folder, "one.csv"), "series,timestamp,value\na,2026-01-01,1\n");
    const { exitCode, stderr } = await runCommandLine("backtest", [
      "--input",
      join(folder, "one.csv"),
      "--out",
      output,
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `InputInvalid: cannot write ${output}: is it a folder, or one that you may not write?\nCorrect it and start again; --help has examples.\n`,
    );
  });

  it("takes repeated timestamps as one day's samples", async () => {
    const { rows } = await backtest("series,timestamp,value\na,2026-01-01,1\na,2026-01-01,3\n");
    expect(rows.slice(1).map((row) => row[2])).toEqual(["2"]);
  });

  it("calls what the config calls an alert, and what it would tell of in any case", async () => {
    const alerts = async (config: string) => {
      const file = join(folder, "config.yaml");
      writeFileSync(file, config);
      const { rows } = await backtest(
        `series,timestamp,value\n${ramp(130).join("\n")}\n`,
        null,
        readBacktestConfig(file),
      );
      expect(rows.filter((row) => row[17] === "1" && row[16] === "0")).toEqual([]);
      return rows.filter((row) => row[16] === "1").length;
    };
    const usual = await alerts("{}");
    expect(await alerts("alert: { drift: false, zAbove: null }")).toBeLessThan(usual);
    expect(await alerts("alert: { zAbove: 2 }")).toBeGreaterThan(usual);
    expect(
      await alerts("prediction: { ewmaLimit: 99, windowLimit: 99, spikeLimit: 99 }\nalert: { zAbove: null }"),
    ).toBe(0);
  });

  it.each([
    ["an unknown setting", "prediction: { gapDayz: 3 }", /gapDayz/],
    ["text for a number", "alert: { zAbove: many }", /zAbove/],
    ["half a day", "prediction: { gapDays: 1.5 }", /gapDays/],
  ])("refuses a config with %s", (_what, text, message) => {
    const file = join(folder, "bad.yaml");
    writeFileSync(file, text);
    expect(() => readBacktestConfig(file)).toThrow(message);
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
