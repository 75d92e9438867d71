import { StageError } from "../model/stage-error.ts";

/** CloudFormation refuses an answer over 4 KiB. */
const MAX_LENGTH = 1000;

/**
 * What a person reads in the deployment: our own sentences as they are, of anything else the name only, since its text is not ours.
 * @example failureSentence(new TypeError("..."), "migration") // "the migration failed (TypeError): see the function's log"
 */
export function failureSentence(error: unknown, step: string): string {
  if (error instanceof StageError) return `${error.name}: ${error.message}`.slice(0, MAX_LENGTH);
  const name = error instanceof Error ? error.name : "unknown error";
  return `the ${step} failed (${name}): see the function's log`;
}
