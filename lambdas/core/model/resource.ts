import * as z from "zod";

/** Kinds of resources with a describe API of their own in the inventory. */
export const DESCRIBED_TYPES = ["ec2", "rds", "redis"] as const;

/** One of {@link DESCRIBED_TYPES}, or a key of `resourceTypes` in metrics_config.yaml; the config's loader checks that it is known. */
export const ResourceType = z
  .string()
  .regex(/^[a-z][a-z0-9]*$/, "a lower-case word such as rds or opensearch")
  .max(32);
export type ResourceType = z.infer<typeof ResourceType>;

/** Where a daily value comes from. `database` is the MCP gateway's snapshots, `cloudwatch` every type but EC2 and RDS. */
export const SOURCES = ["redis", "rds", "ec2", "database", "cloudwatch"] as const;
export type Source = (typeof SOURCES)[number];

/** Ending of the id of the resource that stands for the readers of an Aurora cluster, after the cluster's own. */
export const AURORA_READERS_SUFFIX = "#readers";

/** Longest resource id that the tables hold; an ARN of the watched types is far shorter. */
export const RESOURCE_ID_MAX_LENGTH = 512;

/**
 * One watched thing, as the inventory describes it.
 * `status`: `described` now by its account, `stale` when its account or region could not be asked this time (its last known
 * description), `gone` when an authoritative answer no longer has it.
 */
export const Resource = z.object({
  /** ARN; for Aurora the cluster's; `redis://host:port` for a Prometheus target that no ElastiCache node matches. */
  resourceId: z.string().min(1).max(RESOURCE_ID_MAX_LENGTH),
  type: ResourceType,
  accountId: z.string(),
  region: z.string(),
  /** Short name for people: DB identifier, cache node, or the Name tag. */
  name: z.string(),
  /** `mysql`, `postgres`, `aurora-mysql`, `aurora-postgresql`, `redis`, `docdb`; null where there is none. */
  engine: z.string().nullable(),
  /** `m5.large`, `db.r6g.large`, `cache.r6g.large` */
  instanceClass: z.string().nullable(),
  /** CloudWatch dimensions that its metrics carry. */
  dimensions: z.record(z.string(), z.string()),
  /** `host:port` addresses under which Prometheus or the gateway may know it. */
  endpoints: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  owner: z.string().nullable(),
  /** Facts that `appliesTo` of a metric asks for: `nitro`, `burstable`, `aurora`. */
  traits: z.array(z.string()),
  /** Replication group, DB cluster or Auto Scaling group: its siblings. */
  groupId: z.string().nullable(),
  /** Earliest evidence of its existence, never moved later. */
  firstSeen: z.iso.date(),
  /** UTC day on which it was last described. */
  lastSeen: z.iso.date(),
  status: z.enum(["described", "stale", "gone"]),
});
export type Resource = z.infer<typeof Resource>;

/** True for a Redis that no account describes: only its values say that it is there. */
export function isPrometheusOnly({ accountId }: Pick<Resource, "accountId">): boolean {
  return accountId === "";
}
