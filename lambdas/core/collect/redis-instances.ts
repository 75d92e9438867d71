import type { Resource } from "../model/resource.ts";

const SCHEME = /^rediss?:\/\//;
/** Up to the last `@`: a password may hold more of them, and no part of it may get into an id. */
const USERINFO = /^.*@/s;
/** One word, as long as a name for people may be. */
const ADDRESS = /^redis:\/\/[^\s\p{Cc}\p{Cf}]{1,255}$/u;

/** `host:port` of an exporter's instance label. @example endpointOf("redis://a.cache.amazonaws.com:6379") // "a.cache.amazonaws.com:6379" */
export function endpointOf(instance: string): string {
  return instance.replace(SCHEME, "").replace(USERINFO, "").replace(/\/.*$/s, "").toLowerCase();
}

/** Whether the id that a label without a node got is an address. Labels are free text; tables and messages do not take every text. */
export function isAddress(resourceId: string): boolean {
  return ADDRESS.test(resourceId);
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
