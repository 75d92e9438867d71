/** Instant as ISO 8601 in UTC with milliseconds, such as `2026-11-21T07:00:00.000Z`. */
export type Instant = string;

/** On each row that a run writes: which run, by which code and config. */
export interface Provenance {
  readonly runId: string;
  readonly configHash: string;
  readonly codeVersion: string;
}
