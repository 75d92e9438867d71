import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDemo } from "#lib/local/evaluate/demo-figures.ts";
import { type EvaluationPlan, QUICK_PLAN } from "#lib/local/evaluate/evaluation-plan.ts";
import { evaluationReport } from "#lib/local/evaluate/evaluation-report.ts";
import { gateRows } from "#lib/local/evaluate/gate-rows.ts";
import { fixed, table } from "#lib/local/evaluate/markdown.ts";
import { type Evaluation, runEvaluation } from "#lib/local/evaluate/run-evaluation.ts";

const TINY: EvaluationPlan = {
  ...QUICK_PLAN,
  healthySeries: 1,
  healthyDays: 60,
  foundSeries: 2,
  foundAfterDays: 60,
  forecasts: 9,
  variantSeries: 1,
};

let folder = "";
let evaluation: Evaluation;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evaluate-"));
  evaluation = runEvaluation(TINY, join(folder, "absent"), () => undefined);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the report", () => {
  it("names what was not at hand, and does not call it met", () => {
    expect(evaluation.skipped).toHaveLength(3);
    const text = evaluationReport(evaluation, null, "1.2.3");
    expect(text).toContain("Not at hand and skipped");
    const engines = gateRows(evaluation, null).find(({ what }) => what.startsWith("C-MAPSS"));
    expect(engines?.meets).toBe("not run");
  });

  it("is the same for the same seeds", () => {
    const again = runEvaluation(TINY, join(folder, "absent"), () => undefined);
    expect(evaluationReport(again, null, "1.2.3")).toBe(evaluationReport(evaluation, null, "1.2.3"));
  });

  it("says no where a gate is missed by one", () => {
    const figures = { incidents: 3, foundBeforeImpact: 3, medianLeadDays: 4, falseNotificationsPerDay: 0.5 };
    const meets = (change: Partial<typeof figures>) =>
      gateRows(evaluation, { ...figures, ...change }).at(-1)?.meets;
    expect(meets({})).toBe("gate");
    expect(meets({ medianLeadDays: 7 })).toBe("aim");
    expect(meets({ medianLeadDays: 3.5 })).toBe("no");
    expect(meets({ foundBeforeImpact: 2 })).toBe("no");
    expect(meets({ falseNotificationsPerDay: 0.51 })).toBe("no");
  });
});

describe("readDemo", () => {
  it("counts what was found before its impact", () => {
    const incidents = [{ leadDays: 9 }, { leadDays: 5 }, { leadDays: -1 }, { leadDays: null }];
    const summary = { incidents, falseAlerts: { notificationsPerDay: 0.2 } };
    writeFileSync(join(folder, "summary.json"), JSON.stringify(summary));
    expect(readDemo(folder)).toEqual({
      incidents: 4,
      foundBeforeImpact: 2,
      medianLeadDays: 5,
      falseNotificationsPerDay: 0.2,
    });
  });

  it("refuses a folder without a summary, and says how to make one", () => {
    expect(() => readDemo(join(folder, "absent"))).toThrow(/npm run demo -- --out DIR/);
  });
});

it("writes tables, and a dash for what is not known", () => {
  expect(table(["a", "b"], [[1, "x"]])).toBe("| a | b |\n| --- | --- |\n| 1 | x |");
  expect([fixed(1.25, 1), fixed(null, 1), fixed(Number.NaN, 1)]).toEqual(["1.3", "-", "-"]);
});
