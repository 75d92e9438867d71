import { Code } from "aws-cdk-lib/aws-lambda";
import { CfnStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { StateMachineDefinition } from "aws-local-stepfunctions";
import { type SAMPLER, STAGES, type StageId } from "#contract/stages.ts";
import type { DeploymentConfig } from "#lib/aws/deployment-config.ts";
import { PipelineStack } from "#lib/aws/pipeline-stack.ts";
import cdk from "../../../cdk.json" with { type: "json" };
import { PLACEHOLDER_CONFIG } from "./placeholder-config.ts";
import { scratchApp } from "./scratch-app.ts";
import { isObject } from "./walk-states.ts";

/** Region and account of resources that exist in the definition only. */
const NOWHERE = "us-east-1:000000000000";

export const LOCAL_TOPIC_ARN = `arn:aws:sns:${NOWHERE}:notifications`;
export const LOCAL_WEBHOOK_TOPIC_ARN = `arn:aws:sns:${NOWHERE}:webhook`;
export const LOCAL_CHAT_TOPIC_ARN = `arn:aws:sns:${NOWHERE}:chat`;

const FUNCTION_ARN_PREFIX = `arn:aws:lambda:${NOWHERE}:function:`;

/** ARN that stands for a stage's function in the definition that runs here. */
export function localFunctionArn(stage: StageId | typeof SAMPLER.id): string {
  return `${FUNCTION_ARN_PREFIX}${stage}`;
}

/** The stage that a task's resource calls; undefined where it calls none. */
export function stageOfResource(resource: unknown): StageId | undefined {
  return STAGES.find(({ id }) => resource === localFunctionArn(id))?.id;
}

/** The feature flags of the deployment; without them the library builds another template. */
const CONTEXT = { ...cdk.context, "aws:cdk:bundling-stacks": [] };

/** The stack as it is deployed, with placeholder code and, unless given, a placeholder config: nothing is bundled, written or looked up. */
export function placeholderStack(
  config: DeploymentConfig = PLACEHOLDER_CONFIG,
  stackName = "Local",
): PipelineStack {
  return new PipelineStack(scratchApp(CONTEXT), stackName, {
    codeOf: () => Code.fromInline("export const handler = async () => null;"),
    configCode: Code.fromCfnParameters(),
    codeVersion: "local",
    config,
  });
}

/** What each CloudFormation reference of the definition stands for here, by its JSON. */
function localNames(stack: PipelineStack): ReadonlyMap<string, string> {
  const named = [
    ...STAGES.map(({ id }) => [stack.functionOf(id).functionArn, localFunctionArn(id)] as const),
    [stack.topics.text.topicArn, LOCAL_TOPIC_ARN] as const,
    [stack.topics.webhook.topicArn, LOCAL_WEBHOOK_TOPIC_ARN] as const,
    ...(stack.topics.chat === null ? [] : [[stack.topics.chat.topicArn, LOCAL_CHAT_TOPIC_ARN] as const]),
    [stack.partition, "aws"] as const,
  ];
  return new Map(named.map(([token, name]) => [JSON.stringify(stack.resolve(token)), name]));
}

function joinParts(definitionString: unknown): readonly unknown[] {
  const join = isObject(definitionString) ? definitionString["Fn::Join"] : undefined;
  const parts: unknown = Array.isArray(join) ? join[1] : undefined;
  if (!Array.isArray(parts)) throw new TypeError("the state machine's definition is not one Fn::Join");
  return parts;
}

function isDefinition(value: unknown): value is StateMachineDefinition {
  return isObject(value) && typeof value.StartAt === "string" && isObject(value.States);
}

/**
 * The Amazon States Language definition that `stack` deploys, with placeholder ARNs where CloudFormation would put real ones. Throws
 * where the definition refers to a resource that has no local name.
 */
export function definitionOf(stack: PipelineStack): StateMachineDefinition {
  const machine = stack.pipeline.machine.node.defaultChild;
  if (!(machine instanceof CfnStateMachine)) throw new TypeError("the stack has no state machine");
  const names = localNames(stack);
  const text = joinParts(stack.resolve(machine.definitionString)).map((part) => {
    const name = typeof part === "string" ? part : names.get(JSON.stringify(part));
    if (name === undefined)
      throw new TypeError(`the definition refers to ${JSON.stringify(part)}, which has no local name`);
    return name;
  });
  const definition: unknown = JSON.parse(text.join(""));
  if (!isDefinition(definition)) throw new TypeError("the definition has no StartAt or no States");
  return definition;
}

let cached: StateMachineDefinition | undefined;

/** The definition of this checkout, synthesised once per process (about a quarter of a second, after CDK has been loaded). */
export function localDefinition(): StateMachineDefinition {
  cached ??= definitionOf(placeholderStack());
  return cached;
}
