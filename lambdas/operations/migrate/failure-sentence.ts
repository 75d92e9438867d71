import { StageError } from "#core/model/stage-error.ts";

/** CloudFormation refuses an answer over 4 KiB. */
const MAX_LENGTH = 1000;

/** What a person reads in the deployment: our own sentences as they are, of anything else the name only, since its text is not ours. */
export function failureSentence(error: unknown): string {
  if (error instanceof StageError) return `${error.name}: ${error.message}`.slice(0, MAX_LENGTH);
  const name = error instanceof Error ? error.name : "unknown error";
  return `the migration failed (${name}): see the function's log`;
}
