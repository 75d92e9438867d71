import { readEnvironment } from "./environment.ts";

/** Now, ISO 8601 UTC; a rehearsal may fix it by PIPELINE_NOW. Only 00, 14 and the sampler ask. */
export function now(): string {
  return readEnvironment().PIPELINE_NOW ?? new Date().toISOString();
}
