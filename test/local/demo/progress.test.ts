import { expect, it } from "vitest";
import { terminalOn } from "#lib/local/command-line/terminal.ts";
import { demoProgress } from "#lib/local/demo/progress.ts";
import { type DemoRun, hasFailed } from "#lib/local/demo/run-demo.ts";

const FAILED: DemoRun = {
  ...{ runId: "backfill-20261030", kind: "backfill", seconds: 116.53, state: "FAILED" },
  ...{ from: null, to: null, steps: [], warnings: [], page: null, checks: [] },
  error: "DatabaseUnavailable: the server is gone",
};

it("says of a run that failed before any stage what there is to say, and no more", () => {
  const written: string[] = [];
  const stream = { isTTY: false, write: (text: string) => written.push(text) };
  demoProgress(terminalOn(stream, stream, false), 1).onRun(FAILED);
  expect(written.join("")).toBe(
    "  backfill-20261030  FAILED after 116.5 s\n    DatabaseUnavailable: the server is gone\n",
  );
});

it("ends with a run that failed, not with one that is PARTIAL", () => {
  expect(hasFailed([FAILED])).toBe(true);
  expect(hasFailed([FAILED, { ...FAILED, state: "PARTIAL" }])).toBe(false);
  expect(hasFailed([])).toBe(false);
});
