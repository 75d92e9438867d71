import type { Resource } from "../model/resource.ts";

const SCHEME = /^rediss?:\/\//;
const USERINFO = /^[^@/]*@/;

/** `host:port` of an exporter's instance label. @example endpointOf("redis://a.cache.amazonaws.com:6379") // "a.cache.amazonaws.com:6379" */
export function endpointOf(instance: string): string {
  return instance.replace(SCHEME, "").replace(USERINFO, "").replace(/\/.*$/, "").toLowerCase();
}

/** Which node an instance label of Prometheus belongs to; a label that no node knows is a resource of its own. */
export function resourceIdsByEndpoint(
  nodes: readonly Resource[],
): (instance: string) => { resourceId: string; isKnown: boolean } {
  const known = new Map(
    nodes.flatMap((node) =>
      node.endpoints.map((endpoint) => [endpointOf(endpoint), node.resourceId] as const),
    ),
  );
  return (instance) => {
    const endpoint = endpointOf(instance);
    const resourceId = known.get(endpoint);
    return resourceId === undefined
      ? { resourceId: `redis://${endpoint}`, isKnown: false }
      : { resourceId, isKnown: true };
  };
}
