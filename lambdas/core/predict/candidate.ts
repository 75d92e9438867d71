import type { Evidence } from "./episodes.ts";

/** One new episode of one series that might be told. */
export interface Candidate {
  readonly day: number;
  readonly resource: string;
  readonly evidence: Evidence;
  /** Share of the limit that the evidence reached: of two equal kinds the stronger comes first. */
  readonly strength: number;
}
