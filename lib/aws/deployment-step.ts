import { CustomResource, Duration } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { StageDefinition } from "#contract/stages.ts";
import type { PipelineFunction } from "./pipeline-function.ts";

/** CloudFormation waits an hour unless told: a function that cannot answer is known as failed after its own time. */
const ANSWER_MARGIN_SECONDS = 60;

export interface DeploymentStepProps {
  readonly resourceType: `Custom::${string}`;
  readonly does: PipelineFunction;
  readonly definition: StageDefinition;
  /** The step is taken when the resource is new or one of these has changed. */
  readonly properties: Readonly<Record<string, string>>;
}

/**
 * A function that a deployment waits for. If it fails, so does the deployment, with its sentence, and everything stays as it was. The
 * function answers CloudFormation itself: nothing in between has rights.
 */
export function deploymentStep(scope: Construct, id: string, props: DeploymentStepProps): CustomResource {
  const { resourceType, does, definition, properties } = props;
  return new CustomResource(scope, id, {
    resourceType,
    serviceToken: does.function.functionArn,
    serviceTimeout: Duration.seconds(definition.timeoutSeconds + ANSWER_MARGIN_SECONDS),
    properties: { ...properties },
  });
}
