import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { ISecurityGroup, ISubnet, IVpc } from "aws-cdk-lib/aws-ec2";
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  type Code,
  EventInvokeConfig,
  type IFunction,
  type ILayerVersion,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { StageDefinition } from "#contract/stages.ts";
import { deadLetterStatement, networkStatements, platformStatements } from "./platform-statements.ts";

/** Where a function in the VPC is put. */
export interface Attachment {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  readonly securityGroups: readonly ISecurityGroup[];
}

export interface PipelineFunctionProps {
  readonly definition: StageDefinition;
  /** null: CloudFormation makes one up, as for every function that people do not call. */
  readonly name: string | null;
  /** A folder with `index.mjs` that exports `handler`. */
  readonly code: Code;
  readonly layers: readonly ILayerVersion[];
  readonly environment: Readonly<Record<string, string>>;
  /** What the function's own code may do. */
  readonly statements: readonly PolicyStatement[];
  /** null: outside the VPC. */
  readonly attachment: Attachment | null;
  /** Where events go that the function failed on; null: whoever calls it waits for the answer. */
  readonly deadLetterQueue: IQueue | null;
}

/** Lambda's own tries of an event that nobody waits for, a minute and then two apart: as many as it allows. */
const EVENT_RETRIES = 2;

/**
 * Path of the roles of a stack's functions: by it a watched account knows them. CloudFormation cuts the stack's name short in the
 * names that it makes up, a path it leaves whole.
 * @example functionRolePath("InfraMonitoring-prod") // "/InfraMonitoring-prod/"
 */
export function functionRolePath(stackName: string): string {
  return `/${stackName}/`;
}

/** One function, sized by the contract, with a role and a log group of its own. Running executions keep the version that they began with. */
export class PipelineFunction extends Construct {
  readonly function: LambdaFunction;
  readonly version: IFunction;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    const { definition, attachment } = props;
    const logGroup = new LogGroup(this, "Log", {
      retention: RetentionDays.TWO_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.function = new LambdaFunction(this, "Function", {
      ...(props.name === null ? {} : { functionName: props.name }),
      description: `${definition.id}: ${definition.title}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code: props.code,
      layers: [...props.layers],
      memorySize: definition.memoryMb,
      timeout: Duration.seconds(definition.timeoutSeconds),
      environment: { ...props.environment },
      tracing: Tracing.ACTIVE,
      logGroup,
      role: this.role(props, logGroup).withoutPolicyUpdates(),
      ...(attachment === null
        ? {}
        : {
            vpc: attachment.vpc,
            vpcSubnets: { subnets: [...attachment.subnets] },
            securityGroups: [...attachment.securityGroups],
          }),
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    // The library types `role` of a version as possibly undefined and of its interface as optional: the same thing, but not to us.
    this.version = this.function.currentVersion as IFunction;
    if (props.deadLetterQueue !== null)
      new EventInvokeConfig(this, "FailedEvents", {
        function: this.function,
        qualifier: this.function.currentVersion.version,
        retryAttempts: EVENT_RETRIES,
        onFailure: new SqsDestination(props.deadLetterQueue),
      });
  }

  private role(props: PipelineFunctionProps, logGroup: LogGroup): Role {
    const { definition, statements, attachment, deadLetterQueue } = props;
    const network =
      attachment === null
        ? []
        : networkStatements(
            attachment.subnets.map(({ subnetId }) => subnetId),
            attachment.securityGroups.map(({ securityGroupId }) => securityGroupId),
          );
    return new Role(this, "Role", {
      path: functionRolePath(Stack.of(this).stackName),
      description: `What ${definition.id} may do`,
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: {
        own: new PolicyDocument({
          statements: [
            ...platformStatements(logGroup),
            ...(deadLetterQueue === null ? [] : [deadLetterStatement(deadLetterQueue)]),
            ...network,
            ...statements,
          ],
        }),
      },
    });
  }
}
