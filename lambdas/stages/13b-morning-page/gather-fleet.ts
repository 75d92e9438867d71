import type { Resource } from "#core/model/resource.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { typeTitle } from "#core/model/type-title.ts";
import { addDays, daysBetween, type UtcDay } from "#core/model/utc-day.ts";
import type { FleetRow } from "#core/page/page-facts.ts";
import type { HealthRow, HealthStore } from "#core/ports/score-store.ts";

/** Days of health that the page shows. */
const FLEET_DAYS = 30;
/** A resource without a score ranks after those that are known to be ill, before those that are known to be well. */
const RANK_WITHOUT_SCORE = 89;

/** The health of every resource that is there, worst first. */
export async function gatherFleet(
  today: UtcDay,
  known: { readonly resources: readonly Resource[]; readonly config: Pick<RunConfig, "resourceTypes"> },
  health: Pick<HealthStore, "read">,
): Promise<{ fleetDays: UtcDay[]; fleet: FleetRow[] }> {
  const fleetDays = daysBetween(addDays(today, 1 - FLEET_DAYS), today);
  const rows = await health.read(fleetDays[0] ?? today, today);
  const byResource = Map.groupBy(rows, (row) => row.resourceId);
  const fleet = known.resources
    .filter((resource) => resource.status !== "gone")
    .map((resource) => ({
      ...fleetRow(resource, fleetDays, byResource.get(resource.resourceId) ?? []),
      typeTitle: typeTitle(resource.type, known.config.resourceTypes),
    }));
  return { fleetDays, fleet: fleet.toSorted(worstFirst) };
}

function fleetRow(
  resource: Resource,
  days: readonly UtcDay[],
  rows: readonly HealthRow[],
): Omit<FleetRow, "typeTitle"> {
  const byDay = new Map(rows.map((row) => [row.date, row]));
  const today = byDay.get(days.at(-1) ?? "");
  return {
    resource,
    scores: days.map((day) => byDay.get(day)?.score ?? null),
    worstMetric: today?.penalties[0]?.metric ?? null,
  };
}

function worstFirst(a: FleetRow, b: FleetRow): number {
  const rank = ({ scores }: FleetRow) => scores.at(-1) ?? RANK_WITHOUT_SCORE;
  const past = ({ scores }: FleetRow) => scores.reduce<number>((sum, score) => sum + (score ?? 0), 0);
  return rank(a) - rank(b) || past(a) - past(b) || (a.resource.resourceId < b.resource.resourceId ? -1 : 1);
}
