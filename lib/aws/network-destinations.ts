import { type IPeer, Peer } from "aws-cdk-lib/aws-ec2";
import { type FunctionId, MIGRATOR } from "#contract/stages.ts";
import type { DeploymentConfig, PeerId } from "./deployment-config.ts";
import { FUNCTION_ACCESS, type Need } from "./function-access.ts";
import { secretArnsOf } from "./secret-of.ts";

const HTTPS = 443;
const HTTP = 80;

/** Logins of different rights, one place. */
const DATABASE_NEEDS: readonly Need[] = ["database", "migration", "pruning"];

/** One place that a function opens connections to; `to` is null for the stack's own endpoint. */
export interface Destination {
  readonly name: "database" | "prometheus" | "gateway" | "s3" | "secrets";
  readonly to: PeerId | null;
  readonly port: number;
}

/** A group or list by its id, else a CIDR block. @example peerOf("10.0.0.0/16") */
export function peerOf(id: PeerId): IPeer {
  if (id.startsWith("sg-") || id.includes("Token[")) return Peer.securityGroupId(id);
  return id.startsWith("pl-") ? Peer.prefixList(id) : Peer.ipv4(id);
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === "" ? (protocol === "https:" ? HTTPS : HTTP) : Number(port);
}

/** Where a function in the VPC has to get to, by its needs and by what config sets. */
export function destinationsOf(id: FunctionId, config: DeploymentConfig): Destination[] {
  const { needs, reads, writes } = FUNCTION_ACCESS[id];
  const { prometheus, gateway, database, deployment } = config;
  const { databasePeer, prometheusPeer, gatewayPeer, s3, secretsManager } = deployment.network;
  const found: Destination[] = [];
  if (needs.some((need) => DATABASE_NEEDS.includes(need)))
    found.push({ name: "database", to: databasePeer, port: database.port });
  if (needs.includes("prometheus") && prometheus.url !== null)
    found.push({ name: "prometheus", to: prometheusPeer, port: portOf(prometheus.url) });
  if (needs.includes("gateway") && gateway.url !== null)
    found.push({ name: "gateway", to: gatewayPeer, port: portOf(gateway.url) });
  // CloudFormation takes the migration's answer at an address in S3.
  if (reads.length > 0 || writes !== undefined || id === MIGRATOR.id)
    found.push({ name: "s3", to: s3.to, port: HTTPS });
  if (secretArnsOf(id, config).length > 0)
    found.push({ name: "secrets", to: secretsManager.to, port: HTTPS });
  return found;
}
