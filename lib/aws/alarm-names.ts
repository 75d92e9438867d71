import { FUNCTIONS } from "#contract/stages.ts";

/** Name of the alarm of a function that comes near its time limit. */
export function nearTimeoutName(id: string): string {
  return `near-timeout-${id}`;
}

/** What Step Functions counts of the executions that ended badly, by the alarm that looks at it. */
export const BAD_ENDS = {
  "execution-failed": "ExecutionsFailed",
  "execution-timed-out": "ExecutionsTimedOut",
  "execution-aborted": "ExecutionsAborted",
} as const;

interface AlarmKindDefinition {
  /** In docs/runbook.md. */
  readonly heading: string;
  readonly meaning: string;
  /** Names of its alarms, where they are not the kind's own. */
  readonly names?: readonly string[];
}

/** What watches the pipeline: what each kind means, and its heading in docs/runbook.md. */
export const ALARMS = {
  "run-failed": { heading: "Alarm run-failed", meaning: "A run ended as FAILED." },
  "execution-ended-badly": {
    heading: "Alarm execution-ended-badly",
    meaning: "An execution failed, timed out or was stopped, whether or not 14-pipeline-log could record it.",
    names: Object.keys(BAD_ENDS),
  },
  "run-partial": {
    heading: "Alarm run-partial",
    meaning: "Runs have been PARTIAL for two days: a source or a shard keeps failing.",
  },
  "days-behind": {
    heading: "Alarm days-behind",
    meaning: "Yesterday has no COMPLETE run, or no run has reported for 30 hours.",
  },
  "canary-missed": {
    heading: "Alarm canary-missed",
    meaning:
      "The detection did not find the anomaly that is planted every day: what it says today is not to be trusted.",
  },
  "dead-letters": {
    heading: "Alarm dead-letters",
    meaning: "A scheduled start, a sample, a pruning or the record of a bad end was given up.",
  },
  "sampler-silent": {
    heading: "Alarm sampler-silent",
    meaning: "No database was sampled for an hour: those slots are lost.",
  },
  "near-timeout": {
    heading: "Alarm near-timeout",
    meaning: "A function used more than 80 % of its time limit.",
    names: FUNCTIONS.map(({ id }) => nearTimeoutName(id)),
  },
} as const satisfies Readonly<Record<string, AlarmKindDefinition>>;

export type AlarmKind = keyof typeof ALARMS;

/** Fragment of a Markdown heading's link. @example headingFragment("Alarm run-failed"); // "alarm-run-failed" */
export function headingFragment(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
}

/** Names of every alarm that the stack makes. */
export const ALARM_NAMES: readonly string[] = Object.entries<AlarmKindDefinition>(ALARMS).flatMap(
  ([kind, { names }]) => names ?? [kind],
);
