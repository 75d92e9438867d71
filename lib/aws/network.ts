import { RemovalPolicy, Validations } from "aws-cdk-lib";
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISecurityGroup,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from "aws-cdk-lib/aws-ec2";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { FunctionId } from "#contract/stages.ts";
import { ConfigInvalid } from "./config-invalid.ts";
import type { DeploymentConfig, ExistingVpc, NewVpc } from "./deployment-config.ts";
import { type Destination, destinationsOf, peerOf } from "./network-destinations.ts";
import { networkProblems } from "./network-problems.ts";
import type { Attachment } from "./pipeline-function.ts";

/** The VPC that reaches database, Prometheus and gateway, and the groups that open what each function needs and nothing inbound. */
export class Network extends Construct {
  private readonly vpc: IVpc;
  private readonly config: DeploymentConfig;
  private readonly groups = new Map<string, ISecurityGroup>();
  private readonly given: readonly ISecurityGroup[];
  private readonly ownEndpoint: ISecurityGroup | null;

  /** Throws ConfigInvalid with every sentence of {@link networkProblems}. */
  constructor(scope: Construct, id: string, config: DeploymentConfig) {
    super(scope, id);
    const problems = networkProblems(config);
    if (problems.length > 0) throw new ConfigInvalid(problems.join("\n"));
    const { network } = config.deployment;
    this.config = config;
    this.vpc =
      network.vpc.kind === "existing" ? this.existing(network.vpc) : (this.created(network.vpc) as IVpc);
    this.given =
      network.vpc.kind === "existing"
        ? network.vpc.securityGroupIds.map((groupId) =>
            SecurityGroup.fromSecurityGroupId(this, groupId, groupId, { mutable: false }),
          )
        : [];
    this.ownEndpoint = network.vpc.kind === "new" ? this.endpoints(network.vpc.cidr) : null;
  }

  /** Where a function is put; functions that reach the same places share a group. */
  attachmentFor(id: FunctionId): Attachment {
    return {
      vpc: this.vpc,
      subnets: this.vpc.selectSubnets({ subnetType: this.subnetType() }).subnets,
      securityGroups: this.given.length > 0 ? this.given : [this.groupFor(destinationsOf(id, this.config))],
    };
  }

  private groupFor(destinations: readonly Destination[]): ISecurityGroup {
    const name = destinations.map(({ name }) => name).join("-");
    const found = this.groups.get(name);
    if (found !== undefined) return found;
    const group = new SecurityGroup(this, `Reaches-${name}`, {
      vpc: this.vpc,
      description: `Functions that reach ${destinations.map(({ name }) => name).join(", ")}; nothing inbound`,
      allowAllOutbound: false,
    });
    for (const { name: destination, to, port } of destinations) {
      const peer = to ?? this.ownEndpoint?.securityGroupId;
      if (peer !== undefined) group.addEgressRule(peerOf(peer), Port.tcp(port), destination);
    }
    this.groups.set(name, group);
    return group;
  }

  private existing({ vpcId, availabilityZones, subnetIds }: ExistingVpc): IVpc {
    const vpc = Vpc.fromVpcAttributes(this, "Vpc", {
      vpcId,
      availabilityZones: [...availabilityZones],
      privateSubnetIds: [...subnetIds],
    });
    Validations.of(vpc).acknowledge({
      id: "Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId",
      reason: "The stack adds no route to a VPC that is not its own.",
    });
    return vpc;
  }

  private ways(): readonly string[] {
    const { s3, secretsManager } = this.config.deployment.network;
    return [s3.through, secretsManager.through];
  }

  private subnetType(): SubnetType {
    const isIsolated = this.config.deployment.network.vpc.kind === "new" && !this.ways().includes("nat");
    return isIsolated ? SubnetType.PRIVATE_ISOLATED : SubnetType.PRIVATE_WITH_EGRESS;
  }

  private created({ cidr }: NewVpc): Vpc {
    const hasNat = this.ways().includes("nat");
    const vpc = new Vpc(this, "Vpc", {
      ipAddresses: IpAddresses.cidr(cidr),
      maxAzs: 2,
      natGateways: hasNat ? 1 : 0,
      // The library would do it by a custom resource with rights of its own; nothing is put into that group.
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        ...(hasNat ? [{ name: "nat", subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false }] : []),
        { name: "functions", subnetType: this.subnetType() },
      ],
    });
    const logGroup = new LogGroup(this, "FlowLog", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    vpc.addFlowLog("Flows", { destination: FlowLogDestination.toCloudWatchLogs(logGroup) });
    return vpc;
  }

  private endpoints(cidr: string): ISecurityGroup | null {
    const { s3, secretsManager } = this.config.deployment.network;
    if (s3.through === "endpoints" && this.vpc instanceof Vpc)
      this.vpc.addGatewayEndpoint("S3", { service: GatewayVpcEndpointAwsService.S3 });
    if (secretsManager.through !== "endpoints" || !(this.vpc instanceof Vpc)) return null;
    const group = new SecurityGroup(this, "SecretsEndpoint", {
      vpc: this.vpc,
      description: "Endpoint of Secrets Manager: answers the functions",
      allowAllOutbound: false,
    });
    group.addIngressRule(Peer.ipv4(cidr), Port.tcp(443), "Functions ask for their secret");
    this.vpc.addInterfaceEndpoint("SecretsManager", {
      service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      securityGroups: [group],
      subnets: { subnetType: this.subnetType() },
      open: false,
    });
    return group;
  }
}
