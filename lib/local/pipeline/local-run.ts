import { STAGES, type StageId } from "#contract/stages.ts";
import { STATE_MAX_BYTES } from "#contract/state-limits.ts";
import { closeStores } from "#runtime/connections/stores.ts";
import type { ExecutionResult } from "../state-machine/execution-result.ts";
import type { HistoryEvent } from "../state-machine/history.ts";
import type { Publish } from "../state-machine/publisher.ts";
import { createRunner, type Runner } from "../state-machine/runner.ts";
import type { StageHandler, StageHandlers } from "../state-machine/stage-caller.ts";
import { MAX_MESSAGES_BYTES } from "../state-machine/state-size.ts";
import { STAGE_HANDLERS } from "./stage-handlers.ts";

export interface LocalPipeline {
  /** One execution of the state machine that the stack deploys, with the real handlers. */
  run(input: unknown, executionName: string): Promise<ExecutionResult>;
  /** Stops what runs, as an operator would; its lease is given back. */
  abort(): void;
  close(): Promise<void>;
}

export interface LocalPipelineOptions {
  readonly publish: Publish;
  readonly onEvent?: (event: HistoryEvent) => void;
  /** A call of a stage that failed; the state machine may make it again. */
  readonly onFailure?: (stage: StageId, error: unknown) => void;
}

/** The pipeline on this machine, against whatever the environment names. */
export function localPipeline(options: LocalPipelineOptions): LocalPipeline {
  const runner: Runner = createRunner({
    handlers: options.onFailure === undefined ? STAGE_HANDLERS : telling(options.onFailure),
    publish: options.publish,
    // Any config that AWS takes runs here too; the messages, which are counted apart, lie in the state twice.
    maxStateBytes: STATE_MAX_BYTES - 2 * MAX_MESSAGES_BYTES,
    ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
  });
  return {
    run: (input, executionName) => runner.run(input, { executionName }),
    abort: () => runner.abort(),
    async close() {
      await runner.whenIdle();
      await closeStores();
    },
  };
}

function telling(onFailure: (stage: StageId, error: unknown) => void): StageHandlers {
  const tell =
    (stage: StageId, handler: StageHandler): StageHandler =>
    async (event, context) => {
      try {
        return await handler(event, context);
      } catch (error) {
        onFailure(stage, error);
        throw error;
      }
    };
  const handlers = { ...STAGE_HANDLERS };
  for (const { id } of STAGES) handlers[id] = tell(id, STAGE_HANDLERS[id]);
  return handlers;
}
