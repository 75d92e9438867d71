import type { Resource } from "../model/resource.ts";
import { isInstanceGroup } from "../model/resource-group.ts";

/** What is there to be counted: neither what is gone, nor groups of instances, whose members count. */
export function presentResources(resources: readonly Resource[]): Resource[] {
  return resources.filter((resource) => resource.status !== "gone" && !isInstanceGroup(resource));
}
