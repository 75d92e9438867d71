import type { CustomResource } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { MIGRATOR } from "#contract/stages.ts";
import { deploymentStep } from "./deployment-step.ts";
import type { PipelineFunction } from "./pipeline-function.ts";

/** Runs the migration in every deployment that changed its code or SQL. */
export function migrateAtDeployment(scope: Construct, migrator: PipelineFunction): CustomResource {
  return deploymentStep(scope, "Migration", {
    resourceType: "Custom::Migration",
    does: migrator,
    definition: MIGRATOR,
    properties: { codeVersion: migrator.function.currentVersion.version },
  });
}
