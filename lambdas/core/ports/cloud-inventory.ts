import type { Resource } from "../model/resource.ts";
import type { ResourceTypes } from "../model/resource-type.ts";

/** One AWS account as config names it. `roleArn` null: the credentials that the function has already. */
export interface AccountAccess {
  readonly accountId: string;
  readonly roleArn: string | null;
  readonly externalId: string | null;
}

/** A resource as AWS describes it now; the stage adds what only history knows. `createdOn` is the earliest evidence that AWS gives. */
export type DescribedResource = Omit<Resource, "firstSeen" | "lastSeen" | "status"> & {
  readonly createdOn: string | null;
};

/** What one account and region answered. */
export interface RegionInventory {
  readonly resources: readonly DescribedResource[];
  /** CloudWatch alarms that exist there, whatever their state. */
  readonly alarmCount: number;
  readonly callCount: number;
  /** Things left out or odd: a name too long, an unknown engine. */
  readonly warnings: readonly string[];
}

/** What config wants described beside EC2, RDS and Redis. */
export interface InventoryRequest {
  readonly types: ResourceTypes;
  /** Also one resource for the readers of each Aurora cluster that has any. */
  readonly withAuroraReaders: boolean;
}

/** Port to the describe APIs of AWS. */
export interface CloudInventory {
  /** Every watched resource of one account and region, all pages. @throws AccessDenied, SourceThrottled, SourceUnavailable */
  describe(account: AccountAccess, region: string, request: InventoryRequest): Promise<RegionInventory>;
}
