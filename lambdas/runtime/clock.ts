import { readEnvironment } from "./environment.ts";

/** Now, ISO 8601 UTC; a rehearsal may fix it by PIPELINE_NOW. Stages of a run do not ask, but 00 and 14: the run has one time. */
export function now(): string {
  return readEnvironment().PIPELINE_NOW ?? new Date().toISOString();
}
