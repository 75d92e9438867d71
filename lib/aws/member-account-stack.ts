import { CfnParameter, Fn, Stack, type StackProps } from "aws-cdk-lib";
import { AccountPrincipal, PolicyDocument, PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { functionRolePath } from "./pipeline-function.ts";
import { INVENTORY_ACTIONS, METRIC_ACTIONS } from "./watching-actions.ts";

/**
 * What each watched account gets, for a StackSet or by hand: one role that may look at resources and metrics, and nothing else. Only
 * the pipeline's functions may take it, and only with the external id.
 */
export class MemberAccountStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { readonly pipelineStackName: string }) {
    super(scope, id, props);
    const roleName = new CfnParameter(this, "RoleName", {
      default: "infra-monitoring-read",
      description: "Name of the role, as in accounts[].roleArn of the pipeline's config.",
    });
    const hub = new CfnParameter(this, "PipelineAccountId", {
      allowedPattern: "\\d{12}",
      description: "Account that the pipeline runs in.",
    });
    const externalId = new CfnParameter(this, "ExternalId", {
      minLength: 2,
      description: "As accounts[].externalId of the pipeline's config.",
    });
    const regions = new CfnParameter(this, "Regions", {
      type: "CommaDelimitedList",
      description: "Regions to watch, as accounts[].regions.",
    });
    new Role(this, "Role", {
      roleName: roleName.valueAsString,
      description: "Read-only: resources and metrics for infrastructure monitoring",
      assumedBy: new AccountPrincipal(hub.valueAsString).withConditions({
        StringEquals: { "sts:ExternalId": externalId.valueAsString },
        ArnLike: {
          "aws:PrincipalArn": Fn.sub(
            `arn:\${AWS::Partition}:iam::\${Hub}:role${functionRolePath(props.pipelineStackName)}*`,
            {
              Hub: hub.valueAsString,
            },
          ),
        },
      }),
      inlinePolicies: {
        watch: new PolicyDocument({
          statements: [
            new PolicyStatement({
              sid: "SeeResourcesAndMetrics",
              actions: [...INVENTORY_ACTIONS, ...METRIC_ACTIONS],
              resources: ["*"],
              conditions: { StringEquals: { "aws:RequestedRegion": regions.valueAsList } },
            }),
          ],
        }),
      },
    });
  }
}
