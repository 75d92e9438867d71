import type { StageId } from "#contract/stages.ts";
import type { ExecutionResult } from "#lib/local/state-machine/execution-result.ts";
import type { Injection } from "#lib/local/state-machine/injections.ts";
import type { PublishedMessage } from "#lib/local/state-machine/publisher.ts";
import { createRunner, type RunnerOptions } from "#lib/local/state-machine/runner.ts";
import { type Call, type FakeOptions, fakeStages } from "./fake-stages.ts";

export interface FakeRun {
  readonly result: ExecutionResult;
  readonly calls: readonly Call[];
  readonly published: readonly PublishedMessage[];
  readonly callsOf: (stage: StageId) => readonly Call[];
}

export interface FakeRunOptions extends FakeOptions {
  readonly input?: unknown;
  readonly inject?: readonly Injection[];
  readonly runner?: Partial<RunnerOptions>;
}

/** One execution over fakes, with retries that do not wait. */
export async function runWithFakes(options: FakeRunOptions = {}): Promise<FakeRun> {
  const { handlers, calls } = fakeStages(options);
  const published: PublishedMessage[] = [];
  const runner = createRunner({
    handlers,
    publish: async (message) => void published.push(message),
    retryIntervalMs: 0,
    ...options.runner,
  });
  for (const injection of options.inject ?? []) runner.inject(injection);
  const result = await runner.run("input" in options ? options.input : {}, { executionName: "daily-1" });
  await runner.whenIdle();
  return { result, calls, published, callsOf: (stage) => calls.filter((call) => call.stage === stage) };
}
