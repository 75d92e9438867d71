import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { definitionOf, localDefinition, placeholderStack } from "#lib/local/state-machine/definition.ts";

/** Text of a template's definition with every reference as one mark. */
function withMarks(definition: unknown): string {
  const parts: unknown[] = Object(definition)["Fn::Join"][1];
  return parts.map((part) => (typeof part === "string" ? part : "<ref>")).join("");
}

describe("the definition that runs on this machine", () => {
  it("is the deployed template's, word for word, apart from ARNs", () => {
    const stack = placeholderStack();
    const local = JSON.stringify(definitionOf(stack));
    const [machine] = Object.values(
      Template.fromStack(stack).findResources("AWS::StepFunctions::StateMachine"),
    );
    const deployed = withMarks(machine?.Properties.DefinitionString);
    const marked = local
      .replaceAll(/arn:aws:lambda:us-east-1:000000000000:function:[\w-]+/g, "<ref>")
      .replaceAll(/arn:aws:sns:us-east-1:000000000000:(notifications|webhook|chat)/g, "<ref>")
      .replaceAll("arn:aws:states", "arn:<ref>:states");
    expect(JSON.parse(marked)).toEqual(JSON.parse(deployed));
  });

  it("is synthesised once", () => {
    expect(localDefinition()).toBe(localDefinition());
  });
});
