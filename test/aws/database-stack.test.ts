import { Match, Template } from "aws-cdk-lib/assertions";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, it } from "vitest";
import { DatabaseStack } from "#lib/aws/database-stack.ts";
import { scratchApp } from "#lib/local/state-machine/scratch-app.ts";
import cdk from "../../cdk.json" with { type: "json" };

const stack = new DatabaseStack(scratchApp(cdk.context), "Own-database", {
  vpc: {
    kind: "existing",
    vpcId: "vpc-0a1b2c3d",
    availabilityZones: ["us-east-1a", "us-east-1b"],
    subnetIds: ["subnet-0a1b2c3d", "subnet-1a2b3c4d"],
    securityGroupIds: [],
  },
  aurora: { minCapacityUnits: 0.5, maxCapacityUnits: 2, backupDays: 7, clientPeers: ["10.0.0.0/16"] },
  databaseName: "test",
  port: 3306,
});
const template = Template.fromStack(stack);

describe("the database of our own", () => {
  it("is a small Aurora MySQL Serverless v2 with the name and port that config gives", () => {
    template.hasResourceProperties("AWS::RDS::DBCluster", {
      Engine: "aurora-mysql",
      DatabaseName: "test",
      Port: 3306,
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 2 },
    });
    template.hasResourceProperties("AWS::RDS::DBInstance", { DBInstanceClass: "db.serverless" });
  });

  it("outlives its stack: neither can be removed by mistake, and a snapshot is left", () => {
    expect(stack.terminationProtection).toBe(true);
    template.hasResource("AWS::RDS::DBCluster", {
      DeletionPolicy: "Snapshot",
      Properties: Match.objectLike({ DeletionProtection: true, BackupRetentionPeriod: 7 }),
    });
  });

  it("is encrypted at rest and refuses plain text on the wire", () => {
    template.hasResourceProperties("AWS::RDS::DBCluster", { StorageEncrypted: true });
    template.hasResourceProperties("AWS::RDS::DBClusterParameterGroup", {
      Parameters: Match.objectLike({ require_secure_transport: "ON" }),
    });
  });

  it("lets its clients in, and nobody else", () => {
    template.hasResourceProperties("AWS::EC2::SecurityGroup", {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: "10.0.0.0/16", FromPort: 3306, ToPort: 3306 })],
    });
  });

  it("prints what config needs of it", () => {
    const { DatabaseHost, DatabaseSecretArn, DatabasePeer, SecretKeyArn } = template.findOutputs("*");
    for (const output of [DatabaseHost, DatabaseSecretArn, DatabasePeer, SecretKeyArn])
      expect(output).toBeDefined();
  });

  it("leaves four findings of cdk-nag, each by choice", () => {
    const { violations } = new AwsSolutionsChecks().validateScope(stack.node.root);
    // Users log in by secrets that config names, not by IAM; the port is config's; rotation is the account's own affair, and
    // backtracking does not exist for Serverless v2.
    expect(violations.map(({ ruleName }) => ruleName).toSorted()).toEqual([
      "AwsSolutions-RDS11",
      "AwsSolutions-RDS14",
      "AwsSolutions-RDS6",
      "AwsSolutions-SMG4",
    ]);
  });
});
