import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { Port, SecurityGroup, Vpc } from "aws-cdk-lib/aws-ec2";
import { Key } from "aws-cdk-lib/aws-kms";
import {
  AuroraMysqlEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
  ParameterGroup,
} from "aws-cdk-lib/aws-rds";
import type { Construct } from "constructs";
import type { AuroraConfig, ExistingVpc } from "./deployment-config.ts";
import { peerOf } from "./network-destinations.ts";

export interface DatabaseStackProps extends StackProps {
  readonly vpc: ExistingVpc;
  readonly aurora: AuroraConfig;
  /** Name of the schema that the tables are in. */
  readonly databaseName: string;
  readonly port: number;
}

const ENGINE = DatabaseClusterEngine.auroraMysql({ version: AuroraMysqlEngineVersion.VER_3_08_0 });

/**
 * A small Aurora MySQL Serverless v2 for those who have no database to give. A stack of its own with termination protection: the pipeline
 * can be removed and made anew beside it. Config takes what it prints, as it takes any other database.
 */
export class DatabaseStack extends Stack {
  constructor(scope: Construct, id: string, props: DatabaseStackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    const { aurora, databaseName, port } = props;
    const vpc = Vpc.fromVpcAttributes(this, "Vpc", {
      vpcId: props.vpc.vpcId,
      availabilityZones: [...props.vpc.availabilityZones],
      privateSubnetIds: [...props.vpc.subnetIds],
    });
    Validations.of(vpc).acknowledge({
      id: "Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId",
      reason: "The stack adds no route to a VPC that is not its own.",
    });
    const group = new SecurityGroup(this, "Group", {
      vpc,
      description: "Database of the infrastructure monitoring: answers its clients, opens nothing",
      allowAllOutbound: false,
    });
    for (const client of aurora.clientPeers)
      group.addIngressRule(peerOf(client), Port.tcp(port), "Pipeline and readers");
    const key = new Key(this, "Key", {
      description: "Database of the infrastructure monitoring pipeline",
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const cluster = new DatabaseCluster(this, "Cluster", {
      engine: ENGINE,
      writer: ClusterInstance.serverlessV2("Writer"),
      serverlessV2MinCapacity: aurora.minCapacityUnits,
      serverlessV2MaxCapacity: aurora.maxCapacityUnits,
      credentials: Credentials.fromGeneratedSecret("pim_admin", { encryptionKey: key }),
      defaultDatabaseName: databaseName,
      port,
      vpc,
      securityGroups: [group],
      parameterGroup: this.onlyTls(),
      storageEncryptionKey: key,
      backup: { retention: Duration.days(aurora.backupDays) },
      cloudwatchLogsExports: ["error", "audit", "slowquery"],
      copyTagsToSnapshot: true,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.SNAPSHOT,
    });
    this.print(cluster, group.securityGroupId, key.keyArn);
  }

  private onlyTls(): ParameterGroup {
    return new ParameterGroup(this, "Parameters", {
      engine: ENGINE,
      description: "Refuses plain text; keeps days and text as the pipeline writes them",
      parameters: {
        require_secure_transport: "ON",
        character_set_server: "utf8mb4",
        time_zone: "UTC",
      },
    });
  }

  /** By the names under which config wants them. */
  private print(cluster: DatabaseCluster, groupId: string, keyArn: string): void {
    const values = {
      DatabaseHost: cluster.clusterEndpoint.hostname,
      DatabaseSecretArn: cluster.secret?.secretArn ?? "",
      DatabasePeer: groupId,
      SecretKeyArn: keyArn,
    };
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
