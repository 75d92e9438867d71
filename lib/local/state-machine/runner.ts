import { setImmediate } from "node:timers/promises";
import { StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions";
import { localDefinition, stageOfResource } from "./definition.ts";
import { type ExecutionEnd, type ExecutionResult, endOf } from "./execution-result.ts";
import type { HistoryEvent } from "./history.ts";
import type { Injection } from "./injections.ts";
import { type JsonValue, type TaskHandlers, throughJson } from "./json-value.ts";
import { callPublisher, PUBLISH_RESOURCE, type Publish } from "./publisher.ts";
import { ServiceError } from "./service-error.ts";
import { StageCaller, type StageHandlers } from "./stage-caller.ts";
import { MAX_MESSAGES_BYTES, MAX_STATE_BYTES, stateSize } from "./state-size.ts";
import { walkStates } from "./walk-states.ts";

export interface RunnerOptions {
  readonly handlers: StageHandlers;
  readonly publish: Publish;
  /** Pause before each retry; absent: what the definition says. */
  readonly retryIntervalMs?: number;
  /** Limit of a state, messages apart; 32 KiB where absent. */
  readonly maxStateBytes?: number;
  readonly onEvent?: (event: HistoryEvent) => void;
  /** Absent: the definition that this checkout deploys. */
  readonly definition?: StateMachineDefinition;
}

export interface Runner {
  /** One execution. Resolves however it ends; a bad end is told to 14, as the stack's event rule does. */
  run(input: unknown, execution: { readonly executionName: string }): Promise<ExecutionResult>;
  /** Stops all executions under way, as an operator does in the console. */
  abort(): void;
  /** Makes calls of a stage go wrong. */
  inject(injection: Injection): void;
  /** Resolves when no handler runs any more whose caller was told that it timed out. */
  whenIdle(): Promise<void>;
}

const interpreters = new WeakMap<StateMachineDefinition, StateMachine>();

/** One interpreter per definition: it keeps nothing between executions, and validating a definition takes longer than running it. */
function interpreterOf(definition: StateMachineDefinition): StateMachine {
  const known = interpreters.get(definition);
  if (known !== undefined) return known;
  const interpreter = new StateMachine(definition);
  interpreters.set(definition, interpreter);
  return interpreter;
}

/** What a task calls, by state name. Throws for a task that has no stand-in here. */
function taskHandlers(
  definition: StateMachineDefinition,
  caller: StageCaller,
  publish: Publish,
): TaskHandlers {
  const handlers: TaskHandlers = {};
  for (const { name, state } of walkStates(definition)) {
    if (state.Type !== "Task") continue;
    const resource = state.Resource;
    const stage = stageOfResource(resource);
    if (stage !== undefined) handlers[name] = (payload) => caller.call(stage, payload);
    else if (resource === PUBLISH_RESOURCE) handlers[name] = (payload) => callPublisher(publish, payload);
    else
      throw new TypeError(`state ${name} calls ${String(resource)}, which has no stand-in on this machine`);
  }
  return handlers;
}

/** The error of a state that is too large; undefined where it fits. */
function oversize(name: string, state: unknown, maxStateBytes: number): ServiceError | undefined {
  const { stateBytes, messagesBytes } = stateSize(state);
  if (stateBytes <= maxStateBytes && messagesBytes <= MAX_MESSAGES_BYTES) return undefined;
  const sizes = `${stateBytes} bytes of ${maxStateBytes}, its messages ${messagesBytes} of ${MAX_MESSAGES_BYTES}`;
  return new ServiceError("States.DataLimitExceeded", `the output of ${name} has ${sizes}`, {
    isFinal: true,
  });
}

/** One execution: its interpreter, its history and the limits that the interpreter does not know. */
class Execution {
  readonly history: HistoryEvent[] = [];
  readonly #options: RunnerOptions;
  readonly #run: ReturnType<StateMachine["run"]>;
  #isOver = false;
  #tooLarge: ServiceError | undefined;

  constructor(
    machine: StateMachine,
    tasks: TaskHandlers,
    start: { input: unknown; name: string; options: RunnerOptions },
  ) {
    this.#options = start.options;
    const { retryIntervalMs } = start.options;
    const names = Object.keys(tasks);
    this.#run = machine.run(throughJson(start.input), {
      context: { Execution: { Name: start.name } },
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(
          names.map((name) => [name, this.#guarded(name, tasks)]),
        ),
        ...(retryIntervalMs === undefined
          ? {}
          : { retryIntervalOverrides: Object.fromEntries(names.map((name) => [name, retryIntervalMs])) }),
      },
    });
  }

  abort(): void {
    this.#isOver = true;
    this.#run.abort();
  }

  async end(): Promise<ExecutionEnd> {
    const [end] = await Promise.all([endOf(this.#run.result), this.#follow()]);
    this.#isOver = true;
    if (this.#tooLarge === undefined) return end;
    const { name, message } = this.#tooLarge;
    return { status: "FAILED", output: null, error: name, cause: message };
  }

  /**
   * No task begins after the end: the interpreter would still make the retry it was waiting for. Its events come late, so a task
   * waits for those of the states before it, lest it run on a state that was too large.
   */
  #guarded(name: string, tasks: TaskHandlers): TaskHandlers[string] {
    return async (payload): Promise<JsonValue> => {
      await setImmediate();
      if (this.#isOver)
        throw new ServiceError("States.Aborted", "the execution has ended", { isFinal: true });
      return (await tasks[name]?.(payload)) ?? null;
    };
  }

  async #follow(): Promise<void> {
    for await (const event of this.#run.eventLogs) {
      this.history.push(event);
      this.#options.onEvent?.(event);
      if (event.type === "StateExited" && this.#tooLarge === undefined) this.#measure(event.state);
    }
  }

  #measure({ name, output }: { readonly name: string; readonly output?: unknown }): void {
    this.#tooLarge = oversize(name, output, this.#options.maxStateBytes ?? MAX_STATE_BYTES);
    if (this.#tooLarge !== undefined) this.abort();
  }
}

/**
 * Runs the state machine that the stack deploys on this machine: the same definition, with `handlers` in place of the functions and
 * `publish` in place of SNS. Adds what the interpreter lacks: Lambda's calling convention, size limits, and the rule that tells 14 of
 * executions that ended badly.
 */
export function createRunner(options: RunnerOptions): Runner {
  const definition = options.definition ?? localDefinition();
  const machine = interpreterOf(definition);
  const caller = new StageCaller(options.handlers);
  const tasks = taskHandlers(definition, caller, options.publish);
  const underWay = new Set<Execution>();

  async function recordBadEnd(
    executionName: string,
    startedWith: unknown,
    { status }: ExecutionEnd,
  ): Promise<string | null> {
    if (status === "SUCCEEDED") return null;
    try {
      const input = JSON.stringify(throughJson(startedWith));
      await caller.call("14-pipeline-log", { name: executionName, status, input });
      return null;
    } catch (thrown) {
      return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    }
  }

  return {
    async run(input, { executionName }) {
      const execution = new Execution(machine, tasks, { input, name: executionName, options });
      underWay.add(execution);
      const end = await execution.end().finally(() => underWay.delete(execution));
      const recordError = await recordBadEnd(executionName, input, end);
      return { ...end, history: execution.history, recordError };
    },
    abort: () => {
      for (const execution of underWay) execution.abort();
    },
    inject: (injection) => caller.injections.add(injection),
    whenIdle: () => caller.whenIdle(),
  };
}
