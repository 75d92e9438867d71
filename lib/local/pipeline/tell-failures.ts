import { ERROR_NAMES } from "#contract/error-names.ts";
import { StageError } from "#core/model/stage-error.ts";

/**
 * Says why a run waits, while it waits: a failed call that the state machine makes again, each reason once. What ends a run is said at its
 * end.
 */
export function tellFailures(note: (line: string) => void): (stage: string, error: unknown) => void {
  const told = new Set<string>();
  return (stage, error) => {
    if (!(error instanceof StageError) || !ERROR_NAMES[error.name].isRetryable) return;
    const line = `${stage}: ${error.name}: ${error.message}; it is tried again`;
    if (told.has(line)) return;
    told.add(line);
    note(line);
  };
}
