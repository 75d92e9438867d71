import { tellingOf } from "#core/alerting/told-note.ts";
import { addDays, dayNumber, type UtcDay } from "#core/model/utc-day.ts";
import type { AlertAction } from "#core/ports/alert-store.ts";
import type { Incident } from "../estate/estate.ts";

/** What became of an incident. Days of lead are from the run that told of it to the impact; negative: too late. */
export interface IncidentOutcome extends Incident {
  /** UTC day of the first run whose message named the resource; null: never. */
  readonly detected: UtcDay | null;
  readonly leadDays: number | null;
}

/**
 * The first run that told people of each incident: by a notification, or by the first message's list of what was so already. What was only
 * held back in a digest does not count, nor one of the many names of a shift that the fleet shared, nor an alert that opened before the incident.
 * @param told - every `told` action of the demo, oldest first
 * @param startingRun - the run whose message was the first of all
 */
export function incidentOutcomes(
  incidents: readonly Incident[],
  told: readonly AlertAction[],
  startingRun: string | null,
): IncidentOutcome[] {
  return incidents.map((incident) => {
    const first = told.find(
      (action) =>
        action.resourceId === incident.resourceId &&
        action.openedOn >= incident.onset &&
        (tellingOf(action.note).kind === "notification" || action.runId === startingRun),
    );
    if (first === undefined) return { ...incident, detected: null, leadDays: null };
    const detected = addDays(first.scoredOn, 1);
    return {
      ...incident,
      detected,
      leadDays: dayNumber(incident.impact) - dayNumber(detected),
    };
  });
}
