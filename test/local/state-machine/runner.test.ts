import { describe, expect, it } from "vitest";
import { MAX_SHARDS, STATE_MAX_BYTES } from "#contract/state-limits.ts";
import { createRunner } from "#lib/local/state-machine/runner.ts";
import { MAX_MESSAGES_BYTES, MAX_STATE_BYTES, stateSize } from "#lib/local/state-machine/state-size.ts";
import { aMessage } from "../../support/messages.ts";
import { FLEET_SHARDS, fakeStages, field } from "./fake-stages.ts";
import { largestAnswers } from "./largest-answers.ts";
import { runWithFakes } from "./run-with-fakes.ts";

const noPublisher = async () => undefined;

describe("the size of the state", () => {
  it("of the specification's fleet stays under 32 KiB, with messages of 24 KiB beside it", async () => {
    const body = "x".repeat(5 * 1024);
    const messages = Array.from({ length: 4 }, (_, index) => aMessage({ key: `m${index}`, body }));
    const { result } = await runWithFakes({ messages });
    expect(result.status).toBe("SUCCEEDED");
    const sizes = result.history.flatMap((event) =>
      event.type === "StateExited" ? [stateSize(event.state.output).stateBytes] : [],
    );
    expect(Math.max(...sizes)).toBeLessThan(MAX_STATE_BYTES);
  });

  it("of the widest config that is permitted, every answer at its largest, stays under what AWS refuses", async () => {
    const most = { redis: 1, database: 1, rds: 43, ec2: 43, cloudwatch: MAX_SHARDS - 88 };
    const messages = [aMessage({ body: "x".repeat(MAX_MESSAGES_BYTES - 400) })];
    const { result } = await runWithFakes({
      replace: largestAnswers({ shards: most, messages }),
      runner: { maxStateBytes: STATE_MAX_BYTES },
    });
    expect(result.status).toBe("SUCCEEDED");
    const sizes = result.history.flatMap((event) =>
      event.type === "StateExited" ? [Buffer.byteLength(JSON.stringify(event.state.output))] : [],
    );
    expect(Math.max(...sizes)).toBeLessThan(STATE_MAX_BYTES);
    expect(Math.max(...sizes)).toBeGreaterThan(STATE_MAX_BYTES * 0.9);
  });

  it("fails the execution above the limit, past every Catch, as on AWS", async () => {
    const blob = "x".repeat(MAX_STATE_BYTES);
    const { result, callsOf } = await runWithFakes({ replace: { "10-score": () => ({ blob }) } });
    expect([result.status, result.error]).toEqual(["FAILED", "States.DataLimitExceeded"]);
    expect(result.cause).toContain("10-score");
    expect(callsOf("14-pipeline-log").map(({ payload }) => field(payload, "status"))).toEqual(["FAILED"]);
  });

  it("has a limit that a test can lower", async () => {
    const { result } = await runWithFakes({ runner: { maxStateBytes: 2_000 } });
    expect(result.error).toBe("States.DataLimitExceeded");
  });

  it("counts messages against a limit of their own", async () => {
    const messages = [aMessage({ body: "x".repeat(MAX_MESSAGES_BYTES) })];
    const { result, published } = await runWithFakes({ messages });
    expect(result.error).toBe("States.DataLimitExceeded");
    expect(published).toEqual([]);
  });

  it("counts UTF-8 bytes, not characters", () => {
    expect(stateSize("监控").stateBytes).toBe(2 + 6);
  });
});

describe("a call of a handler", () => {
  it("gets JSON only, and what it answers is made JSON: undefined becomes null, dates become text", async () => {
    const { callsOf, result } = await runWithFakes({
      input: { date: new Date(0), nothing: undefined },
      replace: {
        "09-baseline": () => ({ at: new Date(0), nothing: undefined }),
        "10-score": () => undefined,
      },
    });
    expect(field(callsOf("00-open-run")[0]?.payload, "input")).toEqual({ date: "1970-01-01T00:00:00.000Z" });
    expect(field(result.output, "baseline")).toEqual({ at: "1970-01-01T00:00:00.000Z" });
    expect(field(result.output, "scored")).toBeNull();
  });

  it("fails where the answer is no JSON", async () => {
    const { result } = await runWithFakes({ replace: { "09-baseline": () => ({ n: 1n }) } });
    expect([result.status, result.error]).toEqual(["FAILED", "TypeError"]);
  });

  it("cannot change what other stages get", async () => {
    const { callsOf } = await runWithFakes({
      replace: {
        "01-inventory": (event) => {
          Object.assign(Object(field(event, "run")), { runId: "changed" });
          return { key: "k", shards: { redis: [], rds: [], ec2: [], database: [], cloudwatch: [] } };
        },
      },
    });
    expect(field(callsOf("14-pipeline-log")[0]?.payload, "state", "run", "runId")).toBe("daily-1");
  });

  it("gets a context with the stage's name, a request id and the time left", async () => {
    const seen: unknown[] = [];
    await runWithFakes({
      replace: {
        "10-score": (_event, context) => {
          const { functionName, awsRequestId, memoryLimitInMB } = context;
          seen.push({
            functionName,
            awsRequestId,
            memoryLimitInMB,
            leftMs: context.getRemainingTimeInMillis(),
          });
          return {};
        },
      },
    });
    expect(seen).toEqual([
      {
        functionName: "10-score",
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        memoryLimitInMB: "512",
        leftMs: expect.toSatisfy((ms: number) => ms > 299_000 && ms <= 300_000),
      },
    ]);
  });

  it("is reported as Lambda does when it throws: type, message and trace as JSON", async () => {
    const { result } = await runWithFakes({
      replace: {
        "09-baseline": () => {
          throw new RangeError("no baseline of 0 days");
        },
      },
    });
    expect(result.error).toBe("RangeError");
    expect(JSON.parse(result.cause ?? "")).toEqual({
      errorType: "RangeError",
      errorMessage: "no baseline of 0 days",
      trace: expect.arrayContaining(["RangeError: no baseline of 0 days"]),
    });
  });

  it.each(["Sandbox.Timedout", "States.Timeout", "Lambda.Unknown"] as const)(
    "that timed out as %s runs on while its retry runs",
    async (timesOutAs) => {
      const finished: number[] = [];
      let calls = 0;
      const { result, callsOf } = await runWithFakes({
        inject: [{ stage: "08-persist-metrics", errors: [{ timesOutAs }] }],
        replace: {
          "08-persist-metrics": async () => {
            const call = ++calls;
            if (call === 1) await new Promise((resolve) => setTimeout(resolve, 50));
            finished.push(call);
            return {};
          },
        },
      });
      expect(result.status).toBe("SUCCEEDED");
      expect(callsOf("08-persist-metrics")).toHaveLength(2);
      expect(finished).toEqual([2, 1]);
    },
  );
});

describe("an execution that is stopped", () => {
  it("ends as ABORTED, begins no further call, and 14 is told", async () => {
    const { handlers, calls } = fakeStages();
    const runner = createRunner({ handlers, publish: noPublisher, retryIntervalMs: 30 });
    runner.inject({ stage: "00-open-run", errors: Array.from({ length: 50 }, () => "RunInProgress") });
    const running = runner.run({}, { executionName: "waiting" });
    setTimeout(() => runner.abort(), 10);
    expect((await running).status).toBe("ABORTED");
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(calls).toEqual([
      {
        stage: "14-pipeline-log",
        payload: { name: "waiting", status: "ABORTED", input: "{}" },
      },
    ]);
  });
});

describe("executions side by side", () => {
  it("do not see each other", async () => {
    const { handlers } = fakeStages();
    const runner = createRunner({ handlers, publish: noPublisher });
    const names = ["a", "b", "c"];
    const results = await Promise.all(names.map((executionName) => runner.run({}, { executionName })));
    expect(results.map(({ output }) => field(output, "run", "runId"))).toEqual(names);
    for (const { output } of results)
      expect(field(output, "collected", "ec2")).toHaveLength(FLEET_SHARDS.ec2);
  });
});

describe("the runner", () => {
  it("refuses a definition with a task that it has no stand-in for", () => {
    const { handlers } = fakeStages();
    const definition = {
      StartAt: "A",
      States: {
        A: { Type: "Task", Resource: "arn:aws:states:::dynamodb:putItem", TimeoutSeconds: 1, End: true },
      },
    } as const;
    expect(() => createRunner({ handlers, publish: noPublisher, definition })).toThrow(
      "A calls arn:aws:states:::dynamodb",
    );
  });

  it("tells of each event as it happens", async () => {
    const entered: string[] = [];
    await runWithFakes({
      runner: { onEvent: (event) => void (event.type === "StateEntered" && entered.push(event.state.name)) },
    });
    expect(entered.slice(0, 3)).toEqual(["Keep the input", "00-open-run", "01-inventory"]);
    expect(entered.at(-1)).toBe("Run recorded");
  });
});
