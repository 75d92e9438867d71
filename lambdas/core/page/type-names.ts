import type { ResourceType } from "../model/resource.ts";

/** Types of resources as people write them. */
export const TYPE_NAMES: Readonly<Record<ResourceType, string>> = { ec2: "EC2", rds: "RDS", redis: "Redis" };
