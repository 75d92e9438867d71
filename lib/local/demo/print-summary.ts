import type { Estate } from "../estate/estate.ts";
import type { IncidentOutcome } from "./incident-report.ts";
import type { DemoSummary } from "./summary.ts";

const NAME_WIDTH = 26;
const KIND_WIDTH = 24;

/** What the demo found, as people read it at a terminal. */
export function printSummary(summary: DemoSummary, estate: Estate, print: (line: string) => void): void {
  const names = new Map(estate.resources.map((resource) => [resource.resourceId, resource.name]));
  const { resources, rows, falseAlerts } = summary;
  print("");
  const watched = Object.entries(resources).map(([type, count]) => `${count} ${type}`);
  print(`Watched: ${watched.join(", ")}; ${summary.series} series`);
  print(
    `Rows:    ${Object.entries(rows)
      .map(([table, count]) => `${table.replace("infra_", "")} ${count}`)
      .join(", ")}`,
  );
  print("");
  print("Incidents        what went wrong, and who would have known when");
  print(
    `  ${"resource".padEnd(NAME_WIDTH)}${"kind".padEnd(KIND_WIDTH)}${"onset".padEnd(12)}${"told".padEnd(12)}${"impact".padEnd(12)}${"lead".padStart(7)}   static threshold`,
  );
  for (const incident of summary.incidents) print(`  ${incidentLine(incident, names)}`);
  const found = summary.incidents.filter((incident) => incident.leadDays !== null && incident.leadDays > 0);
  print("");
  print(`${found.length} of ${summary.incidents.length} incidents were told before their impact.`);
  print(
    `Healthy resources: ${falseAlerts.notificationsPerDay} notifications and ${falseAlerts.alertsPerDay} alerts a day.`,
  );
  const daily = summary.runs
    .slice(1)
    .map((run) => run.seconds)
    .toSorted((a, b) => a - b);
  print(
    `Backfill ${summary.runs[0]?.seconds ?? 0} s; daily run ${daily[daily.length >> 1] ?? 0} s (median); CloudWatch $${summary.runs.at(-1)?.costUsd ?? 0} a run.`,
  );
  print(`All in ${summary.seconds} s with ${summary.peakRssMb} MB at most in this process.`);
}

function incidentLine(incident: IncidentOutcome, names: ReadonlyMap<string, string>): string {
  const name = (names.get(incident.resourceId) ?? incident.resourceId)
    .slice(0, NAME_WIDTH - 1)
    .padEnd(NAME_WIDTH);
  const lead = incident.leadDays === null ? "-" : `${incident.leadDays} d`;
  return [
    name,
    incident.kind.padEnd(KIND_WIDTH),
    incident.onset.padEnd(12),
    (incident.detected ?? "never").padEnd(12),
    incident.impact.padEnd(12),
    lead.padStart(7),
    `   ${incident.staticThreshold ?? "never crossed"}`,
  ].join("");
}
