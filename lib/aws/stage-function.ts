import { Duration, RemovalPolicy } from "aws-cdk-lib";
import {
  Architecture,
  type Code,
  type IFunction,
  Function as LambdaFunction,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { StageDefinition } from "#contract/stages.ts";

export interface StageFunctionProps {
  readonly stage: StageDefinition;
  /** A folder with `index.mjs` that exports `handler`. */
  readonly code: Code;
  readonly environment: Readonly<Record<string, string>>;
}

/** The function of one stage, sized by the contract. Running executions keep the version that they began with. */
export class StageFunction extends Construct {
  readonly function: LambdaFunction;
  readonly version: IFunction;

  constructor(scope: Construct, id: string, { stage, code, environment }: StageFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, "Log", {
      retention: RetentionDays.TWO_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.function = new LambdaFunction(this, "Function", {
      description: `${stage.id}: ${stage.title}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code,
      memorySize: stage.memoryMb,
      timeout: Duration.seconds(stage.timeoutSeconds),
      environment: { ...environment, NODE_OPTIONS: "--enable-source-maps" },
      logGroup,
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    // The library types `role` of a version as possibly undefined and of its interface as optional: the same thing, but not to us.
    this.version = this.function.currentVersion as IFunction;
  }
}
