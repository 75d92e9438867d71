import type { Estate, EstateResource } from "./estate.ts";

/**
 * The same estate with some of its resources only: each keeps its numbers, its tags and its incidents. For tests, which need a
 * pipeline's every path and not its volume.
 *
 * @example subsetOf(estate, (resource) => resource.accountId === "222222222222")
 */
export function subsetOf(estate: Estate, pick: (resource: EstateResource) => boolean): Estate {
  const resources = estate.resources.filter(pick);
  const ids = new Set(resources.map((resource) => resource.resourceId));
  return {
    ...estate,
    resources,
    incidents: estate.incidents.filter((incident) => ids.has(incident.resourceId)),
    benignEvents: estate.benignEvents.map((event) => ({
      ...event,
      resourceIds: event.resourceIds.filter((id) => ids.has(id)),
    })),
    slots: (...asked) => (ids.has(asked[0]) ? estate.slots(...asked) : null),
  };
}
