import type { ResourceTypeDefinition } from "../model/resource-type.ts";

/** Where a resource lives, as its ARN says. */
export interface ArnPlace {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

const PLACEHOLDER = /\{([^}]+)\}/;
const PLACE_NAMES: readonly string[] = ["partition", "region", "account"];

/** Names of the dimensions in a pattern, in order. @example patternDimensions("arn:…:cluster/{Cluster Name}/*") // ["Cluster Name"] */
export function patternDimensions(pattern: string): string[] {
  return pattern.split(PLACEHOLDER).filter((part, index) => index % 2 === 1 && !PLACE_NAMES.includes(part));
}

/**
 * What an ARN says of its pattern's dimensions; null if it is not of that pattern.
 * @example
 * dimensionsInArn("arn:{partition}:es:{region}:{account}:domain/{DomainName}", "arn:aws:es:us-east-1:111111111111:domain/logs");
 * // { DomainName: "logs" }
 */
export function dimensionsInArn(pattern: string, arn: string): Record<string, string> | null {
  const source = pattern
    .split(PLACEHOLDER)
    .map((part, index) => (index % 2 === 0 ? literal(part) : groupFor(part)))
    .join("");
  const values = new RegExp(`^${source}$`).exec(arn)?.slice(1);
  if (values === undefined) return null;
  return Object.fromEntries(patternDimensions(pattern).map((name, index) => [name, values[index] ?? ""]));
}

/**
 * The id of the resource with these dimensions; null where one is missing.
 * @example
 * arnOf("arn:{partition}:kafka:{region}:{account}:cluster/{Cluster Name}/*", place, { "Cluster Name": "orders" });
 * // "arn:aws:kafka:us-east-1:111111111111:cluster/orders/*"
 */
export function arnOf(
  pattern: string,
  place: ArnPlace,
  dimensions: Readonly<Record<string, string>>,
): string | null {
  const values = new Map([...Object.entries(dimensions), ...placeValues(place)]);
  const parts = pattern
    .split(PLACEHOLDER)
    .map((part, index) => (index % 2 === 0 ? part : (values.get(part) ?? null)));
  return parts.includes(null) ? null : parts.join("");
}

/** Every dimension that the metrics of a type carry on one resource: those of its ARN and the fixed ones. */
export function metricDimensions(
  type: Pick<ResourceTypeDefinition, "fixedDimensions">,
  place: ArnPlace,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const fixed = Object.entries(type.fixedDimensions).map(([name, value]) => [
    name,
    value.replaceAll("{account}", place.accountId),
  ]);
  return { ...own, ...Object.fromEntries(fixed) };
}

function placeValues({ partition, region, accountId }: ArnPlace): [string, string][] {
  return [
    ["partition", partition],
    ["region", region],
    ["account", accountId],
  ];
}

function literal(text: string): string {
  return text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".+");
}

/** A dimension may hold slashes, as a load balancer's does; the place never holds a colon. */
function groupFor(name: string): string {
  return PLACE_NAMES.includes(name) ? "[^:]+" : "(.+)";
}
