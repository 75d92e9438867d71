import { CustomResource, Duration } from "aws-cdk-lib";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { MIGRATOR } from "#contract/stages.ts";
import type { PipelineFunction } from "./pipeline-function.ts";

/** CloudFormation waits an hour unless told: a function that cannot answer is known as failed after its own time. */
const ANSWER_MARGIN_SECONDS = 60;

/**
 * Runs the migration in every deployment that changed its code or SQL. If it fails, so does the deployment, with its sentence, and the
 * functions of before go on. The function answers CloudFormation itself: nothing in between has rights.
 */
export function migrateAtDeployment(scope: Construct, migrator: PipelineFunction): CustomResource {
  return new CustomResource(scope, "Migration", {
    resourceType: "Custom::Migration",
    serviceToken: migrator.function.functionArn,
    serviceTimeout: Duration.seconds(MIGRATOR.timeoutSeconds + ANSWER_MARGIN_SECONDS),
    properties: { codeVersion: versionNumber(migrator.function) },
  });
}

function versionNumber(migrator: LambdaFunction): string {
  return migrator.currentVersion.version;
}
