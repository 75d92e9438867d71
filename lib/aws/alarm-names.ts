import { FUNCTIONS } from "#contract/stages.ts";

/** Name of the alarm of a function that comes near its time limit. */
export function nearTimeoutName(id: string): string {
  return `near-timeout-${id}`;
}

/** What watches the pipeline: name, what it means, and its heading in docs/runbook.md. Alarms of one kind share a heading. */
export const ALARMS = {
  "run-failed": { heading: "Alarm run-failed", meaning: "A run ended as FAILED." },
  "execution-ended-badly": {
    heading: "Alarm execution-ended-badly",
    meaning: "An execution failed, timed out or was stopped, whether or not 14-pipeline-log could record it.",
  },
  "run-partial": {
    heading: "Alarm run-partial",
    meaning: "Runs have been PARTIAL for two days: a source or a shard keeps failing.",
  },
  "days-behind": {
    heading: "Alarm days-behind",
    meaning: "Yesterday has no COMPLETE run, or no run has reported for 30 hours.",
  },
  "dead-letters": {
    heading: "Alarm dead-letters",
    meaning: "A scheduled start or the record of a bad end was given up.",
  },
  "sampler-silent": {
    heading: "Alarm sampler-silent",
    meaning: "No database snapshot was taken for an hour: those slots are lost.",
  },
  "near-timeout": {
    heading: "Alarm near-timeout",
    meaning: "A function used more than 80 % of its time limit.",
  },
} as const;

export type AlarmKind = keyof typeof ALARMS;

/** Fragment of a Markdown heading's link. @example headingFragment("Alarm run-failed"); // "alarm-run-failed" */
export function headingFragment(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
}

/** Names of every alarm that the stack makes. */
export const ALARM_NAMES: readonly string[] = [
  ...Object.keys(ALARMS).filter((kind) => kind !== "near-timeout"),
  ...FUNCTIONS.map(({ id }) => nearTimeoutName(id)),
];
