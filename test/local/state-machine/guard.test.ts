import { describe, expect, it } from "vitest";
import { localDefinition } from "#lib/local/state-machine/definition.ts";
import { unsupportedFeatures } from "#lib/local/state-machine/guard.ts";

const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", TimeoutSeconds: 1, End: true };
const map = { Type: "Map", ItemProcessor: { StartAt: "B", States: { B: { ...task } } }, End: true };

/** Each would run here, and mean something else or nothing. */
const PLANTED: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["QueryLanguage", { ...task, QueryLanguage: "JSONata" }],
  ["Assign", { ...task, Assign: { x: 1 } }],
  ["Arguments", { ...task, Arguments: {} }],
  ["Output", { ...task, Output: "{% $states.result %}" }],
  ["Items", { ...map, Items: [] }],
  ["ItemReader", { ...map, ItemReader: {} }],
  ["ItemBatcher", { ...map, ItemBatcher: {} }],
  ["ResultWriter", { ...map, ResultWriter: {} }],
  ["ToleratedFailurePercentage", { ...map, ToleratedFailurePercentage: 10 }],
  ["ToleratedFailurePercentagePath", { ...map, ToleratedFailurePercentagePath: "$.p" }],
  ["ToleratedFailureCount", { ...map, ToleratedFailureCount: 1 }],
  ["ToleratedFailureCountPath", { ...map, ToleratedFailureCountPath: "$.n" }],
  [
    "DISTRIBUTED",
    { ...map, ItemProcessor: { ...map.ItemProcessor, ProcessorConfig: { Mode: "DISTRIBUTED" } } },
  ],
  ["Parameters of a Map", { ...map, Parameters: {} }],
  ["HeartbeatSeconds", { ...task, HeartbeatSeconds: 5 }],
  ["HeartbeatSecondsPath", { ...task, HeartbeatSecondsPath: "$.h" }],
  ["Credentials", { ...task, Credentials: { RoleArn: "arn:aws:iam::111111111111:role/other" } }],
  ["waitForTaskToken", { ...task, Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken" }],
  [".sync", { ...task, Resource: "arn:aws:states:::states:startExecution.sync:2" }],
  ["no TimeoutSeconds", { Type: "Task", Resource: task.Resource, End: true }],
  ['ResultPath "$"', { ...task, ResultPath: "$" }],
  ['ResultPath "$"', { ...task, Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$", Next: "A" }] }],
  ["$$.State", { ...task, Parameters: { "name.$": "$$.State.Name" } }],
  ["$$.Task", { ...task, Parameters: { nested: { "token.$": "$$.Task.Token" } } }],
  ["$$.Execution.Input", { ...task, Parameters: { "input.$": "$$.Execution.Input" } }],
  ["$$.Execution.Id", { ...task, Parameters: { "id.$": "$$.Execution.Id" } }],
  ["$$.StateMachine", { ...task, Parameters: { "machine.$": "$$.StateMachine.Name" } }],
  ["States.Format", { ...task, Parameters: { "text.$": "States.Format('{}', $.a)" } }],
  ["States.Base64Decode", { ...task, Parameters: { "text.$": "States.Base64Decode($.a)" } }],
  ["States.JsonToString", { ...task, Parameters: { "text.$": "States.JsonToString($)" } }],
  ["Result that is null", { Type: "Pass", Result: null, End: true }],
];

const inside = (state: unknown) => ({ StartAt: "A", States: { A: state } });

describe("a definition that the local interpreter would run in another way", () => {
  it.each(PLANTED)("is found by its %s", (feature, state) => {
    expect(unsupportedFeatures(inside(state))).toEqual([expect.stringContaining(feature)]);
  });

  it.each(PLANTED)("is found by its %s inside a Map inside a Parallel", (feature, state) => {
    const nested = { Type: "Map", ItemProcessor: inside(state), End: true };
    const parallel = { Type: "Parallel", Branches: [inside(nested)], End: true };
    expect(unsupportedFeatures({ StartAt: "P", States: { P: parallel } })).toEqual([
      expect.stringContaining(feature),
    ]);
  });

  it("is found by a query language of the whole", () => {
    expect(unsupportedFeatures({ ...inside(task), QueryLanguage: "JSONata" })).toHaveLength(1);
  });
});

describe("a definition that it runs as AWS does", () => {
  it("is a plain task, a Map and a Pass", () => {
    for (const state of [task, map, { Type: "Pass", Result: { a: 1 }, End: true }])
      expect(unsupportedFeatures(inside(state))).toEqual([]);
  });

  it("is ours", () => {
    expect(unsupportedFeatures(localDefinition())).toEqual([]);
  });
});
