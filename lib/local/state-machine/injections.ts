import type { StageId } from "#contract/stages.ts";

/**
 * What goes wrong with one call. A name: the service throws it before the handler runs. `timesOutAs`: the caller is told that the call
 * timed out, while the handler runs on to its end.
 */
export type InjectedFault =
  | string
  | { readonly timesOutAs: "Sandbox.Timedout" | "States.Timeout" | "Lambda.Unknown" };

export interface Injection {
  readonly stage: StageId;
  /** One per call, in order; calls after the last one go through. */
  readonly errors: readonly InjectedFault[];
  /** Only calls with such a payload; all of the stage where absent. */
  readonly when?: (payload: unknown) => boolean;
}

/** Faults that wait for their calls. */
export class Injections {
  readonly #pending: { readonly injection: Injection; readonly left: InjectedFault[] }[] = [];

  add(injection: Injection): void {
    this.#pending.push({ injection, left: [...injection.errors] });
  }

  /** The fault of this call, if one was injected: it is used up by that. */
  take(stage: StageId, payload: unknown): InjectedFault | undefined {
    const match = this.#pending.find(
      ({ injection, left }) =>
        left.length > 0 && injection.stage === stage && (injection.when?.(payload) ?? true),
    );
    return match?.left.shift();
  }
}
