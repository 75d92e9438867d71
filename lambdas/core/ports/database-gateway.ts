import type { DatabaseSnapshot } from "../model/database-snapshot.ts";

/** Port to the MCP database gateway: a fixed catalogue of read-only statements, no free SQL. */
export interface DatabaseGateway {
  /** Names of the databases that the gateway serves. @throws SourceUnavailable, AccessDenied, ContractBroken */
  sources(): Promise<string[]>;
  /** One snapshot of one database, taken now. @throws SourceUnavailable, AccessDenied, ContractBroken */
  snapshot(sourceId: string): Promise<DatabaseSnapshot>;
  readonly callCount: number;
  close(): Promise<void>;
}
