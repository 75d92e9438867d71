import * as z from "zod";
import { Endpoint, TagList } from "./described.ts";

/** What is read of a DB instance. */
export const DatabaseInstance = z.object({
  DBInstanceIdentifier: z.string().min(1),
  DBInstanceArn: z.string().min(1),
  DBInstanceClass: z.string().optional(),
  Engine: z.string().min(1),
  DBClusterIdentifier: z.string().optional(),
  InstanceCreateTime: z.date().optional(),
  Endpoint: Endpoint.optional(),
  ReadReplicaSourceDBInstanceIdentifier: z.string().optional(),
  ReadReplicaDBInstanceIdentifiers: z.array(z.string()).optional(),
  TagList: TagList.optional(),
});
export type DatabaseInstance = z.infer<typeof DatabaseInstance>;

/** What is read of a DB cluster. */
export const DatabaseCluster = z.object({
  DBClusterIdentifier: z.string().min(1),
  DBClusterArn: z.string().min(1),
  Engine: z.string().min(1),
  ClusterCreateTime: z.date().optional(),
  Endpoint: z.string().optional(),
  ReaderEndpoint: z.string().optional(),
  Port: z.int().optional(),
  DBClusterMembers: z
    .array(z.object({ DBInstanceIdentifier: z.string(), IsClusterWriter: z.boolean().optional() }))
    .optional(),
  TagList: TagList.optional(),
});
export type DatabaseCluster = z.infer<typeof DatabaseCluster>;

/** Engines of other services whose databases the RDS API lists beside its own. */
const FOREIGN_ENGINES: ReadonlySet<string> = new Set(["neptune", "docdb"]);

/** False for Neptune's and DocumentDB's databases. */
export function isRelational({ Engine }: { Engine: string }): boolean {
  return !FOREIGN_ENGINES.has(Engine);
}

/** True for Aurora, whose cluster is the resource; a Multi-AZ DB cluster of another engine is its instances. */
export function isAurora({ Engine }: { Engine: string }): boolean {
  return Engine.startsWith("aurora");
}
