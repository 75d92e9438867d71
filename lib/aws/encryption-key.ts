import { RemovalPolicy } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

/** Services that publish to the encrypted alarm topic by themselves. */
const PUBLISHING_SERVICES = ["cloudwatch.amazonaws.com"];

/**
 * The customer-managed key of archive and topics. Its use by functions is granted in their own roles; CloudWatch has to be let in
 * here, or its alarms would be lost in silence.
 */
export function encryptionKey(scope: Construct, account: string): Key {
  const key = new Key(scope, "Key", {
    description: "Archive and topics of the infrastructure monitoring pipeline",
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "AlarmsReachTheirTopic",
      principals: PUBLISHING_SERVICES.map((service) => new ServicePrincipal(service)),
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:SourceAccount": account } },
    }),
  );
  return key;
}
