import type { DeploymentConfig, NetworkConfig, WayToService } from "./deployment-config.ts";

/** Ways that a VPC can offer: the stack makes endpoints and NAT only where the VPC is its own. */
const POSSIBLE_WAYS: Readonly<Record<NetworkConfig["vpc"]["kind"], readonly WayToService["through"][]>> = {
  existing: ["nat", "existing"],
  new: ["nat", "endpoints"],
};

function wayProblems(name: "s3" | "secretsManager", { vpc, ...ways }: NetworkConfig): string[] {
  const { through, to } = ways[name];
  const possible = POSSIBLE_WAYS[vpc.kind];
  const at = `deployment.network.${name}`;
  if (!possible.includes(through))
    return [`${at}.through is ${through}: a VPC of kind ${vpc.kind} offers ${possible.join(" or ")}`];
  const isOwnEndpoint = name === "secretsManager" && through === "endpoints";
  return to === null && !isOwnEndpoint
    ? [`${at}.to is null: name the CIDR block, prefix list or group that the functions may reach`]
    : [];
}

/** What is wrong with a network config beyond its single fields, one sentence each. */
export function networkProblems({ deployment, prometheus, gateway }: DeploymentConfig): string[] {
  const { network } = deployment;
  const { vpc, prometheusPeer, gatewayPeer } = network;
  const problems = [...wayProblems("s3", network), ...wayProblems("secretsManager", network)];
  if (vpc.kind === "existing" && vpc.subnetIds.length !== vpc.availabilityZones.length)
    problems.push("deployment.network.vpc: name one availability zone per subnet, in the same order");
  if (vpc.kind === "new" && deployment.aurora !== null)
    problems.push("deployment.aurora needs a VPC that exists: its stack outlives the one that makes the VPC");
  if (prometheus.url !== null && prometheusPeer === null)
    problems.push("deployment.network.prometheusPeer is null, but prometheus.url is set");
  if (gateway.url !== null && gatewayPeer === null)
    problems.push("deployment.network.gatewayPeer is null, but gateway.url is set");
  return problems;
}
