import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { ERROR_NAMES } from "#contract/error-names.ts";
import { STAGES } from "#contract/stages.ts";
import { EXECUTION_TIMEOUT_SECONDS } from "#contract/time-limits.ts";
import { localDefinition, stageOfResource } from "#lib/local/state-machine/definition.ts";
import { isObject, type JsonObject, walkStates } from "#lib/local/state-machine/walk-states.ts";

interface Validation {
  readonly isValid: boolean;
  readonly errors: readonly { readonly "Error code": string }[];
}
const validate: (definition: unknown) => Validation = createRequire(import.meta.url)("asl-validator");

const states = [...walkStates(localDefinition())];
const stageStates = states.flatMap(({ name, state }) => {
  const stage = stageOfResource(state.Resource);
  return stage === undefined ? [] : [{ name, stage, state }];
});
const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const retriedNames = (state: JsonObject) => objects(state.Retry).flatMap((retrier) => retrier.ErrorEquals);

describe("the definition", () => {
  it("is valid Amazon States Language", () => {
    expect(validate(localDefinition())).toMatchObject({ isValid: true, errors: [] });
  });

  it.each([
    ["a state that does not exist", { Type: "Pass", Next: "Nowhere" }, "MISSING_TRANSITION_TARGET"],
    ["a field that does not exist", { Type: "Pass", Nxt: "A", End: true }, "SCHEMA_VALIDATION_FAILED"],
    ["a path that is none", { Type: "Pass", InputPath: "run", End: true }, "SCHEMA_VALIDATION_FAILED"],
  ])("would be refused with %s", (_, state, code) => {
    const broken = { ...localDefinition(), States: { ...localDefinition().States, "Keep the input": state } };
    expect(validate(broken).errors.map((error) => error["Error code"])).toContain(code);
  });

  it("has every stage of the contract, once, and 14 once more for failures", () => {
    const ids = STAGES.map(({ id }) => id);
    expect(stageStates.map(({ stage }) => stage).toSorted()).toEqual([...ids, "14-pipeline-log"].toSorted());
    expect(stageStates.filter(({ name, stage }) => name !== stage).map(({ name }) => name)).toEqual([
      "14-pipeline-log after a failure",
    ]);
  });

  it("tells a person in the console what each state is for", () => {
    for (const { name, state } of states) expect([name, typeof state.Comment]).toEqual([name, "string"]);
    for (const { stage, state } of stageStates) {
      expect(state.Comment).toContain(STAGES.find(({ id }) => id === stage)?.title);
      expect(state.Comment).toContain("To rerun: a new execution with {");
    }
  });

  it("has names that the console and the history accept: 80 characters at most, each once", () => {
    expect(states.every(({ name }) => name.length <= 80)).toBe(true);
    expect(new Set(states.map(({ name }) => name)).size).toBe(states.length);
  });

  it("ends by itself after the time that the lease lasts", () => {
    expect(localDefinition().TimeoutSeconds).toBe(EXECUTION_TIMEOUT_SECONDS);
  });
});

describe.each(stageStates)("state $name", ({ stage, state }) => {
  it("waits longer than its function may run", () => {
    const functionSeconds = STAGES.find(({ id }) => id === stage)?.timeoutSeconds ?? Number.NaN;
    expect(state.TimeoutSeconds).toBeGreaterThan(functionSeconds);
  });

  it("catches every error", () => {
    expect(objects(state.Catch).map((catcher) => catcher.ErrorEquals)).toEqual([["States.ALL"]]);
  });

  it("retries each error that the contract calls retryable, and none that it does not", () => {
    const names = retriedNames(state);
    for (const [name, { isRetryable }] of Object.entries(ERROR_NAMES)) {
      const isRetried = isRetryable && (name !== "RunInProgress" || stage === "00-open-run");
      expect([name, names.includes(name)]).toEqual([name, isRetried]);
    }
  });

  it("names each error in one retrier only, with an end and a cap", () => {
    const names = retriedNames(state);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain("States.ALL");
    for (const retrier of objects(state.Retry)) {
      expect(retrier.MaxAttempts).toEqual(expect.any(Number));
      const growsTo = retrier.BackoffRate === 1 || typeof retrier.MaxDelaySeconds === "number";
      expect(growsTo).toBe(true);
    }
  });
});

describe("waiting for the lease", () => {
  it("goes on, once a minute, until the machine's own timeout", () => {
    const open = stageStates.find(({ stage }) => stage === "00-open-run")?.state ?? {};
    const retrier = objects(open.Retry).find((one) => JSON.stringify(one).includes("RunInProgress"));
    expect(retrier).toMatchObject({ IntervalSeconds: 60, BackoffRate: 1 });
    expect(Number(retrier?.MaxAttempts) * 60).toBeGreaterThanOrEqual(EXECUTION_TIMEOUT_SECONDS);
  });
});
