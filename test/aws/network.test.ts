import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { FUNCTIONS } from "#contract/stages.ts";
import type { DeploymentConfig, NetworkConfig } from "#lib/aws/deployment-config.ts";
import { destinationsOf } from "#lib/aws/network-destinations.ts";
import { networkProblems } from "#lib/aws/network-problems.ts";
import { placeholderStack } from "#lib/local/state-machine/definition.ts";
import { PLACEHOLDER_CONFIG } from "#lib/local/state-machine/placeholder-config.ts";

function withNetwork(change: Partial<NetworkConfig>): DeploymentConfig {
  const { deployment } = PLACEHOLDER_CONFIG;
  return {
    ...PLACEHOLDER_CONFIG,
    deployment: { ...deployment, network: { ...deployment.network, ...change } },
  };
}

const NEW_VPC = { kind: "new", cidr: "10.9.0.0/16" } as const;
const ENDPOINTS = {
  vpc: NEW_VPC,
  s3: { through: "endpoints", to: "pl-63a5400a" },
  secretsManager: { through: "endpoints", to: null },
} as const;

describe("a network config", () => {
  it("is refused where it leaves out what a function needs, with one sentence each", () => {
    const refused: [Partial<NetworkConfig>, RegExp][] = [
      [
        { s3: { through: "endpoints", to: "pl-63a5400a" } },
        /s3\.through is endpoints: a VPC of kind existing offers nat or existing/,
      ],
      [{ secretsManager: { through: "existing", to: null } }, /secretsManager\.to is null/],
      [{ vpc: NEW_VPC }, /s3\.through is existing: a VPC of kind new offers nat or endpoints/],
      [{ prometheusPeer: null }, /prometheusPeer is null, but prometheus\.url is set/],
      [{ gatewayPeer: null }, /gatewayPeer is null, but gateway\.url is set/],
    ];
    for (const [change, sentence] of refused) {
      expect(networkProblems(withNetwork(change)).join("\n")).toMatch(sentence);
      expect(() => placeholderStack(withNetwork(change))).toThrow(sentence);
    }
  });

  it("is refused where a database of our own would lie in the VPC that the pipeline's stack makes", () => {
    const config = withNetwork(ENDPOINTS);
    const aurora = {
      minCapacityUnits: 0.5,
      maxCapacityUnits: 2,
      backupDays: 7,
      clientPeers: ["10.0.0.0/16"],
    };
    const withAurora = { ...config, deployment: { ...config.deployment, aurora } };
    expect(networkProblems(withAurora)).toEqual([expect.stringContaining("aurora needs a VPC that exists")]);
  });

  it("is accepted as it stands, for a VPC of the stack's own, and for groups that are given", () => {
    expect(networkProblems(PLACEHOLDER_CONFIG)).toEqual([]);
    expect(networkProblems(withNetwork(ENDPOINTS))).toEqual([]);
  });
});

describe("in the VPC", () => {
  const template = Template.fromStack(placeholderStack());
  const functions = Object.values(template.findResources("AWS::Lambda::Function"));

  it("are exactly the functions that the contract puts there, in the subnets of the config", () => {
    const inVpc = functions.filter(({ Properties }) => Properties.VpcConfig !== undefined);
    expect(inVpc.map(({ Properties }) => Properties.Description.split(":")[0]).toSorted()).toEqual(
      FUNCTIONS.filter(({ isInVpc }) => isInVpc)
        .map(({ id }) => id)
        .toSorted(),
    );
    for (const { Properties } of inVpc)
      expect(Properties.VpcConfig.SubnetIds).toEqual(["subnet-0a1b2c3d", "subnet-1a2b3c4d"]);
  });

  it("each function gets to what it needs and to nothing else", () => {
    const placesOf = (id: Parameters<typeof destinationsOf>[0]) =>
      destinationsOf(id, PLACEHOLDER_CONFIG).map(({ name, port }) => `${name}:${port}`);
    expect(placesOf("03-collect-redis")).toEqual(["prometheus:9090", "s3:443", "secrets:443"]);
    expect(placesOf("08-persist-metrics")).toEqual(["database:3306", "s3:443", "secrets:443"]);
    expect(placesOf("14-pipeline-log")).toEqual(["database:3306", "secrets:443"]);
    expect(placesOf("sample-database")).toEqual(["gateway:8080", "s3:443", "secrets:443"]);
  });

  it("groups open the ports of those places, and nothing inbound", () => {
    template.resourceCountIs("AWS::EC2::SecurityGroupIngress", 0);
    const inline = Object.values(template.findResources("AWS::EC2::SecurityGroup")).flatMap(
      ({ Properties }) => Properties.SecurityGroupEgress,
    );
    const apart = Object.values(template.findResources("AWS::EC2::SecurityGroupEgress"));
    const opened = [...inline, ...apart.map(({ Properties }) => Properties)]
      .map(
        (rule) =>
          `${rule.CidrIp ?? rule.DestinationSecurityGroupId ?? rule.DestinationPrefixListId}:${rule.ToPort}`,
      )
      .filter((rule) => !rule.startsWith("255.255.255.255"));
    expect(new Set(opened)).toEqual(
      new Set([
        "sg-0a0b0c0d:3306",
        "10.1.0.0/16:9090",
        "10.2.0.0/16:8080",
        "pl-63a5400a:443",
        "sg-0e0d0c0b:443",
      ]),
    );
  });

  it("groups that config names are used, and none is made", () => {
    const { vpc } = PLACEHOLDER_CONFIG.deployment.network;
    if (vpc.kind !== "existing") throw new TypeError("the placeholder's VPC exists");
    const given = Template.fromStack(
      placeholderStack(withNetwork({ vpc: { ...vpc, securityGroupIds: ["sg-0a0a0a0a"] } })),
    );
    given.resourceCountIs("AWS::EC2::SecurityGroup", 0);
    given.hasResourceProperties("AWS::Lambda::Function", {
      VpcConfig: { SecurityGroupIds: ["sg-0a0a0a0a"] },
    });
  });
});

describe("a VPC of the stack's own", () => {
  it("has endpoints and no way to the internet, or NAT, as config says", () => {
    const isolated = Template.fromStack(placeholderStack(withNetwork(ENDPOINTS)));
    isolated.resourceCountIs("AWS::EC2::VPCEndpoint", 2);
    isolated.resourceCountIs("AWS::EC2::InternetGateway", 0);
    const anywhere = { through: "nat", to: "0.0.0.0/0" } as const;
    const natted = Template.fromStack(
      placeholderStack(withNetwork({ vpc: NEW_VPC, s3: anywhere, secretsManager: anywhere })),
    );
    natted.resourceCountIs("AWS::EC2::VPCEndpoint", 0);
    natted.resourceCountIs("AWS::EC2::NatGateway", 1);
  });
});
