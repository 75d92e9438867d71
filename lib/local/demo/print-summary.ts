import { countByType } from "#core/model/count-by-type.ts";
import type { UtcDay } from "#core/model/utc-day.ts";
import type { Estate } from "../estate/estate.ts";
import type { DemoRun } from "./run-demo.ts";
import type { DemoSummary } from "./summary.ts";

const KIND_WIDTH = 24;

/** What the demo found, as people read it at a terminal. */
export function printSummary(
  summary: DemoSummary,
  demo: { readonly estate: Estate; readonly runs: readonly DemoRun[] },
  print: (line: string) => void,
): void {
  const { rows, falseAlerts } = summary;
  print("");
  const watched = Object.entries(countByType(demo.estate.resources)).map(
    ([type, count]) => `${count} ${type}`,
  );
  print(`Watched: ${watched.join(", ")}; ${summary.series} series`);
  print(
    `Rows:    ${Object.entries(rows)
      .map(([table, count]) => `${table.replace("infra_", "")} ${count}`)
      .join(", ")}`,
  );
  print("");
  printIncidents(summary, demo.estate, print);
  print(
    `Healthy resources: ${falseAlerts.notificationsPerDay} notifications and ${falseAlerts.alertsPerDay} alerts a day.`,
  );
  const seconds = demo.runs.map((run) => Number(run.seconds.toFixed(1)));
  const daily = seconds.slice(1).toSorted((a, b) => a - b);
  print(
    `Backfill ${seconds[0] ?? 0} s; daily run ${daily[daily.length >> 1] ?? 0} s (median); CloudWatch $${summary.runs.at(-1)?.costUsd ?? 0} a run.`,
  );
  print(`All in ${summary.seconds} s with ${summary.peakRssMb} MB at most in this process.`);
}

function printIncidents(
  { incidents, runs }: DemoSummary,
  { resources }: Estate,
  print: (line: string) => void,
): void {
  const lastDay = runs.at(-1)?.to ?? null;
  const names = new Map(resources.map((resource) => [resource.resourceId, resource.name]));
  const nameOf = ({ resource }: Outcome) => names.get(resource) ?? resource;
  const nameWidth = 2 + Math.max(...incidents.map((incident) => nameOf(incident).length));
  print("Incidents        what went wrong, and who would have known when");
  print(
    `  ${"resource".padEnd(nameWidth)}${"kind".padEnd(KIND_WIDTH)}${"onset".padEnd(12)}${"told".padEnd(12)}${"impact".padEnd(12)}${"lead".padStart(7)}   static threshold`,
  );
  for (const incident of incidents)
    print(`  ${incidentLine(incident, nameOf(incident).padEnd(nameWidth), lastDay)}`);
  const found = incidents.filter((incident) => incident.leadDays !== null && incident.leadDays > 0);
  const later = incidents.filter((incident) => isLater(incident, lastDay));
  const ahead = incidents.filter(
    (incident) => incident.detected === null && untold(incident, lastDay) === "not yet",
  );
  const rest = [
    ...(ahead.length === 0 ? [] : [`; of ${ahead.length} more the impact lies after the last scored day`]),
    ...(later.length === 0 ? [] : [`; ${later.length} begin after it`]),
  ].join("");
  print("");
  print(`${found.length} of ${incidents.length} incidents were told before their impact${rest}.`);
}

type Outcome = DemoSummary["incidents"][number];

/** A short demo ends before most incidents begin. */
const isLater = ({ onset }: Outcome, lastDay: UtcDay | null) => lastDay !== null && onset > lastDay;

/** Why nobody was told: of an incident whose impact lies ahead of a short demo nothing is missed yet. */
function untold(incident: Outcome, lastDay: UtcDay | null): string {
  if (isLater(incident, lastDay)) return "not begun";
  return lastDay !== null && incident.impact > lastDay ? "not yet" : "never";
}

function incidentLine(incident: Outcome, name: string, lastDay: UtcDay | null): string {
  const lead = incident.leadDays === null ? "-" : `${incident.leadDays} d`;
  return [
    name,
    incident.kind.padEnd(KIND_WIDTH),
    incident.onset.padEnd(12),
    (incident.detected ?? untold(incident, lastDay)).padEnd(12),
    incident.impact.padEnd(12),
    lead.padStart(7),
    `   ${incident.staticThreshold ?? "never crossed"}`,
  ].join("");
}
