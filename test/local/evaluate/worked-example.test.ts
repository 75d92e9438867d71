import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { workedExample, workedExampleSvg } from "#lib/local/evaluate/worked-example.ts";

const METHODOLOGY = readFileSync("docs/spc_methodology.md", "utf8");

it("docs/worked-example.svg is what the engine says today", () => {
  expect(readFileSync("docs/worked-example.svg", "utf8")).toBe(workedExampleSvg(workedExample()));
});

it("the table of the worked example holds the engine's numbers", () => {
  const { values, prediction } = workedExample();
  const rows = METHODOLOGY.split("\n").filter((line) => /^\| 15\d \|/.test(line));
  expect(rows).toHaveLength(6);
  for (const row of rows) {
    const [, day = "", ...cells] = row.split("|").map((cell) => cell.trim());
    const at = Number(day);
    const number = (series: Float64Array, digits: number) => (series[at] ?? Number.NaN).toFixed(digits);
    expect(cells.slice(0, 5)).toEqual([
      number(values, 1),
      number(prediction.expected, 1),
      `${number(prediction.expectedLow, 1)}-${number(prediction.expectedHigh, 1)}`,
      number(prediction.residual, 2),
      number(prediction.driftScore, 2),
    ]);
  }
});
