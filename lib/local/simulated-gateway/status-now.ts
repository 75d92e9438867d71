import { dayAt } from "#core/model/utc-day.ts";
import { type DatabaseStatus, databaseStatus } from "#lib/local/estate/database-status.ts";
import type { Estate, EstateResource } from "#lib/local/estate/estate.ts";
import type { SimulationState } from "#lib/local/simulated-http/simulation-state.ts";

/** What a database says of itself at the simulated moment; null outside the estate's days, when nobody answers. */
export type StatusNow = (database: EstateResource) => DatabaseStatus | null;

/** Remembers each database's newest status: the statements of one snapshot ask for the same one. */
export function createStatusNow(estate: Estate, state: SimulationState): StatusNow {
  const newest = new Map<string, { readonly at: number; readonly status: DatabaseStatus | null }>();
  return (database) => {
    const at = Math.floor(state.nowSeconds);
    const known = newest.get(database.resourceId);
    if (known?.at === at) {
      return known.status;
    }
    const day = dayAt(at);
    const isSimulated = day >= estate.firstDay && day <= estate.lastDay;
    const status = isSimulated ? databaseStatus(estate, database, at) : null;
    newest.set(database.resourceId, { at, status });
    return status;
  };
}
