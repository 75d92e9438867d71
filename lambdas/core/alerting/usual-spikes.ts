import { dayNumber, type UtcDay } from "../model/utc-day.ts";
import type { AlertRow } from "../ports/alert-store.ts";
import type { Candidate } from "../predict/candidate.ts";
import { EVIDENCE } from "../predict/episodes.ts";
import { spikesAllowed } from "../predict/spikes-allowed.ts";
import { clausesOf, numberIn } from "./clauses.ts";

/** A residual that cannot be expressed: the series never moved before. */
const WITHOUT_PRECEDENT = 30;

interface SpikeCandidate extends Candidate {
  readonly alert: AlertRow;
}

/**
 * Of the alerts that rest on odd days alone, those that nobody is told of yet: a single one that is not critical, which waits for a second, and those
 * that this fleet shows too often to be worth a word, matched in strength more than 0.25 times a day over the last 60 days. A false-discovery
 * control that holds whatever the tails of the fleet.
 * @param history - alerts of those days, closed ones included
 */
export function usualSpikes(
  alerts: readonly AlertRow[],
  history: readonly AlertRow[],
  newestDay: UtcDay,
): Set<AlertRow> {
  const asked = alerts.filter((alert) => isSpike(alert, alert.evidence));
  if (asked.length === 0) return new Set();
  const today = asked.map((alert) => candidateOf(alert, alert.evidence, newestDay));
  const past = history
    .filter(
      (alert) =>
        alert.openedOn < newestDay && alert.state !== "withdrawn" && isSpike(alert, alert.openingEvidence),
    )
    .map((alert) => candidateOf(alert, alert.openingEvidence, alert.openedOn));
  const byDay = Map.groupBy([...past, ...today], ({ day }) => day);
  const allowed = new Set(
    spikesAllowed(byDay)
      .get(dayNumber(newestDay))
      ?.map(({ alert }) => alert),
  );
  return new Set(asked.filter((alert) => isSingle(alert) || !allowed.has(alert)));
}

function isSingle({ openedOn, lastMetOn, severity }: AlertRow): boolean {
  return openedOn === lastMetOn && severity !== "critical";
}

function isSpike(alert: AlertRow, evidence: AlertRow["evidence"]): boolean {
  return alert.class === "prediction" && clausesOf(evidence).every((clause) => clause === "spike");
}

function candidateOf(alert: AlertRow, evidence: AlertRow["evidence"], on: UtcDay): SpikeCandidate {
  const strength = Math.abs(numberIn(evidence, "residual") ?? WITHOUT_PRECEDENT);
  return { alert, day: dayNumber(on), resource: alert.resourceId, evidence: EVIDENCE.spike, strength };
}
