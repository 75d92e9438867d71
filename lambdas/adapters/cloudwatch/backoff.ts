import { StageError } from "#core/model/stage-error.ts";

/** Pause and chance, so that tests need not wait. */
export interface Pausing {
  readonly sleep: (ms: number) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
}

const BASE_DELAY_MS = 500;
const MAX_DELAY_MS = 20_000;

/** Seven tries wait 63 base delays at most: half a minute of throttling is survived. */
export const MAX_ATTEMPTS = 7;

/** Exponential backoff with full jitter: uniform between none and base x 2^attempt, capped. `attempt` counts from 0. */
export function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt);
}

/** Repeats a call while its error is one that may pass. */
export async function withBackoff<Result>(
  call: () => Promise<Result>,
  { sleep, random }: Pausing,
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const mayPass = error instanceof StageError && error.isRetryable;
      if (!mayPass || attempt + 1 >= MAX_ATTEMPTS) throw error;
      await sleep(backoffMs(attempt, random));
    }
  }
}
