import { STAGES, type StageId } from "#contract/stages.ts";
import { Injections } from "./injections.ts";
import { type JsonValue, throughJson } from "./json-value.ts";
import { type LambdaContext, lambdaContext } from "./lambda-context.ts";
import { functionError, injectedError, timeoutError } from "./service-error.ts";

/** A stage's `handler`, as Lambda calls it. */
export type StageHandler = (event: unknown, context: LambdaContext) => unknown;

export type StageHandlers = Readonly<Record<StageId, StageHandler>>;

/** Calls handlers the way Lambda does: JSON in and out, a context, errors by name, and the faults that a test injects. */
export class StageCaller {
  readonly injections = new Injections();
  readonly #handlers: StageHandlers;
  /** Handlers that run on after their caller was told that they timed out. */
  readonly #leftBehind = new Set<Promise<unknown>>();

  constructor(handlers: StageHandlers) {
    this.#handlers = handlers;
  }

  /** Answer of the stage. Throws a `ServiceError` for whatever goes wrong. */
  async call(stage: StageId, payload: unknown): Promise<JsonValue> {
    const fault = this.injections.take(stage, payload);
    if (typeof fault === "string") throw injectedError(fault);
    const context = lambdaContext(stage);
    const answer = this.#invoke(stage, payload, context);
    if (fault === undefined) return answer;
    this.#leaveBehind(answer);
    const seconds = STAGES.find(({ id }) => id === stage)?.timeoutSeconds ?? 0;
    throw timeoutError(fault.timesOutAs, context.awsRequestId, seconds);
  }

  /** Resolves when no handler runs any more that its caller has given up. */
  async whenIdle(): Promise<void> {
    while (this.#leftBehind.size > 0) await Promise.all(this.#leftBehind);
  }

  async #invoke(stage: StageId, payload: unknown, context: LambdaContext): Promise<JsonValue> {
    try {
      return throughJson(await this.#handlers[stage](throughJson(payload), context));
    } catch (thrown) {
      throw functionError(thrown);
    }
  }

  #leaveBehind(answer: Promise<unknown>): void {
    const settled = answer.catch(() => undefined).finally(() => this.#leftBehind.delete(settled));
    this.#leftBehind.add(settled);
  }
}
