import type { ResourceType } from "./resource.ts";
import type { ResourceTypes } from "./resource-type.ts";

/** Titles of the types that need no definition in the config. */
const TITLES: Readonly<Record<string, string>> = {
  ec2: "EC2",
  ec2group: "EC2 groups",
  rds: "RDS",
  redis: "Redis",
};

/** A type of resource as people write it. @example typeTitle("rds", {}) // "RDS" @example typeTitle("msk", config.resourceTypes) // "MSK (Kafka)" */
export function typeTitle(type: ResourceType, further: ResourceTypes): string {
  return further[type]?.title ?? TITLES[type] ?? type;
}
