import type { Resource } from "../model/resource.ts";

/**
 * Address of a resource in the AWS console; null for what AWS does not run, and for types without a page of their own here.
 * @example consoleLink({ type: "ec2", region: "us-east-1", resourceId: "arn:aws:ec2:us-east-1:1:instance/i-1" })
 * // "https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1#InstanceDetails:instanceId=i-1"
 */
export function consoleLink(resource: Pick<Resource, "type" | "region" | "resourceId">): string | null {
  const { type, region, resourceId } = resource;
  if (!resourceId.startsWith("arn:aws:")) return null;
  const name = encodeURIComponent(resourceId.split(/[:/]/).at(-1) ?? "");
  const isCluster = resourceId.includes(":cluster:");
  const places: Readonly<Record<string, string>> = {
    ec2: `ec2/home?region=${region}#InstanceDetails:instanceId=${name}`,
    rds: `rds/home?region=${region}#database:id=${name};is-cluster=${isCluster}`,
    redis: `elasticache/home?region=${region}#/redis`,
  };
  const place = places[type];
  return place === undefined ? null : `https://${encodeURIComponent(region)}.console.aws.amazon.com/${place}`;
}
