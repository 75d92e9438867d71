import { createEstate } from "#lib/local/estate/create-estate.ts";
import type { Estate, EstateResource } from "#lib/local/estate/estate.ts";
import { subsetOf } from "#lib/local/estate/subset.ts";

/** Days of the small estate: the history that a test begins with, and the day on which its first daily run starts. */
export const DAYS = {
  /** First UTC day that the estate can be asked for. */
  first: "2026-08-15",
  last: "2026-11-20",
  historyFrom: "2026-10-01",
  historyTo: "2026-11-01",
  /** The day of the history's run; the first daily run is one day later. */
  historyRun: "2026-11-02",
  /** `{}` on this day reads 2026-11-01 (New York's day of 25 hours) and 2026-11-02. */
  today: "2026-11-03",
} as const;

/** Four of each type, in both accounts and all regions: Aurora, PostgreSQL and MySQL, Nitro and not, six of them with an incident under way. */
const NAMES: readonly string[] = [
  "order-api-01",
  "store-ops-08",
  "warehouse-etl-01",
  "reporting-02",
  "web-storefront-aurora",
  "kitchen-display-mysql",
  "recommendation-pg",
  "menu-api-mysql",
  "coupon-flash-cache-001",
  "menu-west-cache-001",
  "recommendation-cache-001",
  "pricing-cache-002",
];

export interface SmallEstateOptions {
  readonly seed?: number;
  readonly hasIncidents?: boolean;
  /** Replaces the usual twelve. */
  readonly pick?: (resource: EstateResource) => boolean;
}

/** Twelve resources of the demo estate, small enough that a whole run takes well under a second. */
export function smallEstate({ seed = 1, hasIncidents = true, pick }: SmallEstateOptions = {}): Estate {
  const estate = createEstate({
    seed,
    firstDay: DAYS.first,
    lastDay: DAYS.last,
    monitoringStart: "2026-10-20",
    hasIncidents,
  });
  return subsetOf(estate, pick ?? (({ name }) => NAMES.includes(name)));
}
