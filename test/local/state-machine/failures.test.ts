import { describe, expect, it } from "vitest";
import { ERROR_NAMES, LAMBDA_SERVICE_ERRORS, type StageErrorName } from "#contract/error-names.ts";
import { STAGES, type StageId } from "#contract/stages.ts";
import { StageError } from "#core/model/stage-error.ts";
import { BROKEN_OFF_ERRORS, PASSING_ERRORS } from "#lib/aws/retry-policy.ts";
import { countTransitions } from "#lib/local/state-machine/history.ts";
import { aMessage } from "../../support/messages.ts";
import { FLEET_SHARDS, field, SHARD_COUNT } from "./fake-stages.ts";
import { runWithFakes } from "./run-with-fakes.ts";

const COLLECTORS = [
  "03-collect-redis",
  "04-collect-rds",
  "05-collect-ec2",
  "05b-collect-database",
  "05c-collect-cloudwatch",
] as const;
const PER_SHARD: readonly StageId[] = [...COLLECTORS, "06-normalise", "07-aggregate-daily"];

/** Called once, and the run cannot go on without them. */
const DISPENSABLE: readonly string[] = ["02-prometheus-health", "13b-morning-page", "14-pipeline-log"];
const ESSENTIAL = STAGES.map(({ id }) => id).filter(
  (id) => !PER_SHARD.includes(id) && !DISPENSABLE.includes(id),
);

const STAGE_ERRORS = Object.entries(ERROR_NAMES).map(([name, { isRetryable }]) => ({ name, isRetryable }));

const refuse =
  (name: StageErrorName, message = "refused") =>
  () => {
    throw new StageError(name, message);
  };

describe("a shard that fails", () => {
  it.each(PER_SHARD)("of %s becomes a failed result under 300 bytes and the run goes on", async (stage) => {
    const failedId = `${stage.startsWith("0") && stage < "06" ? (/collect-(\w+)/.exec(stage)?.[1] ?? "") : "ec2"}-111111111111-us-east-1-000`;
    const { result, callsOf } = await runWithFakes({
      inject: [
        {
          stage,
          errors: ["AccessDenied"],
          when: (payload) =>
            [field(payload, "shard", "id"), field(payload, "shard", "shard")].includes(failedId),
        },
      ],
    });
    expect(result.status).toBe("SUCCEEDED");
    const aggregated = field(callsOf("08-persist-metrics")[0]?.payload, "aggregated");
    const all: unknown[] = Array.isArray(aggregated) ? aggregated : [];
    expect(all).toHaveLength(SHARD_COUNT);
    const failed = all.filter((shard) => field(shard, "state") === "failed");
    expect(failed).toEqual([
      {
        shard: failedId,
        state: "failed",
        key: null,
        counts: { in: 0, out: 0, skipped: 0, calls: 0, units: 0, ms: 0 },
        error: "AccessDenied",
      },
    ]);
    expect(JSON.stringify(failed[0]).length).toBeLessThan(300);
  });

  it("leaves a run without any data that still reaches 14, when all fail", async () => {
    const down = refuse("SourceRefused");
    const { result, callsOf } = await runWithFakes({
      replace: Object.fromEntries(COLLECTORS.map((stage) => [stage, down])),
    });
    expect(result.status).toBe("SUCCEEDED");
    expect(callsOf("06-normalise")).toHaveLength(0);
    expect(callsOf("14-pipeline-log")).toHaveLength(1);
  });
});

describe("02 that fails", () => {
  it("leaves a run that knows Prometheus cannot be collected", async () => {
    const { result, callsOf } = await runWithFakes({
      replace: { "02-prometheus-health": refuse("SourceUnavailable") },
    });
    expect(result.status).toBe("SUCCEEDED");
    expect(callsOf("03-collect-redis")).toHaveLength(FLEET_SHARDS.redis);
    expect(field(callsOf("03-collect-redis")[0]?.payload, "prometheus")).toEqual({
      state: "failed",
      counts: { in: 0, out: 0, skipped: 0, calls: 0, units: 0, ms: 0 },
      warnings: [],
      canCollect: false,
      retentionSeconds: null,
      error: "SourceUnavailable",
    });
  });
});

describe("13b that fails", () => {
  const message = aMessage();

  it("lets the messages go out as 13 wrote them, and tells 14 why there is no page", async () => {
    const { result, published, callsOf } = await runWithFakes({
      messages: [message],
      replace: { "13b-morning-page": refuse("ArchiveConflict") },
    });
    expect(result.status).toBe("SUCCEEDED");
    expect(published.map(({ message: text }) => text)).toEqual(["B"]);
    expect(field(callsOf("14-pipeline-log")[0]?.payload, "state", "page")).toMatchObject({
      state: "failed",
      error: "ArchiveConflict",
      address: null,
      warnings: ["the morning page of this run could not be made: the messages went out without it"],
    });
  });

  it("is passed over also where the archive stays unreachable through all retries", async () => {
    const { result, published } = await runWithFakes({
      messages: [message],
      inject: [{ stage: "13b-morning-page", errors: Array(5).fill("ArchiveUnavailable") }],
    });
    expect([result.status, published.length]).toEqual(["SUCCEEDED", 1]);
  });
});

describe("a stage that the run cannot do without", () => {
  it.each(ESSENTIAL)("%s: its error is recorded by 14 and is the error of the execution", async (stage) => {
    const { result, callsOf } = await runWithFakes({
      replace: { [stage]: refuse("DatabaseRefused", "column z_score is missing: run the migration") },
    });
    expect(result.status).toBe("FAILED");
    expect(result.error).toBe("DatabaseRefused");
    expect(result.cause).toContain("column z_score is missing: run the migration");
    expect(callsOf(stage)).toHaveLength(1);
    expect(field(callsOf("14-pipeline-log")[0]?.payload, "state", "failure", "Error")).toBe(
      "DatabaseRefused",
    );
  });

  it("00 that refuses the input: 14 is called without a run", async () => {
    const { callsOf } = await runWithFakes({
      input: { day: "yesterday" },
      replace: { "00-open-run": refuse("InputInvalid", "unknown key `day`: accepted are runDate, from, to") },
    });
    const payload = callsOf("14-pipeline-log")[0]?.payload;
    expect(payload).toMatchObject({ executionName: "daily-1", state: { input: { day: "yesterday" } } });
    expect(field(payload, "state", "run")).toBeUndefined();
    expect(callsOf("01-inventory")).toHaveLength(0);
  });

  it("tells 14 again by the event rule, as of every execution that ends badly", async () => {
    const { callsOf } = await runWithFakes({ replace: { "10-score": refuse("ContractBroken") } });
    const [byCatch, byRule, ...more] = callsOf("14-pipeline-log").map(({ payload }) => payload);
    expect(field(byCatch, "executionName")).toBe("daily-1");
    expect(byRule).toEqual({ name: "daily-1", status: "FAILED", input: "{}" });
    expect(more).toEqual([]);
  });

  it("keeps the first error where 14 fails as well", async () => {
    const { result } = await runWithFakes({
      replace: { "10-score": refuse("ContractBroken"), "14-pipeline-log": refuse("DatabaseRefused") },
    });
    expect([result.status, result.error]).toEqual(["FAILED", "ContractBroken"]);
    expect(result.recordError).toContain("DatabaseRefused");
  });

  it("14 that fails at the end: the execution fails with its error", async () => {
    const { result } = await runWithFakes({ replace: { "14-pipeline-log": refuse("DatabaseRefused") } });
    expect([result.status, result.error]).toEqual(["FAILED", "DatabaseRefused"]);
  });

  it("fails with a text of its own where Step Functions gives an error but no cause", async () => {
    const { result } = await runWithFakes({
      inject: [
        { stage: "10-score", errors: [{ timesOutAs: "States.Timeout" }, { timesOutAs: "States.Timeout" }] },
      ],
    });
    expect([result.status, result.error]).toEqual(["FAILED", "States.Timeout"]);
  });
});

describe("what 14 answers", () => {
  it.each([
    ["COMPLETE", "SUCCEEDED"],
    ["PARTIAL", "SUCCEEDED"],
    ["FAILED", "FAILED"],
    ["SUPERSEDED", "FAILED"],
  ])("%s makes the execution %s", async (endsAs, status) => {
    const { result } = await runWithFakes({ endsAs });
    expect(result.status).toBe(status);
    expect(result.error).toBe(status === "FAILED" ? endsAs : null);
  });
});

describe("retries", () => {
  const stages = STAGES.map(({ id }) => id);

  it.each(PASSING_ERRORS)("%s passes: every stage is called again, four times at most", async (name) => {
    for (const stage of ["00-open-run", "04-collect-rds", "10-score", "14-pipeline-log"] as const) {
      const { result, callsOf } = await runWithFakes({
        shards: { redis: 0, rds: 1, ec2: 0, database: 0 },
        inject: [{ stage, errors: Array.from({ length: 4 }, () => name) }],
      });
      expect(result.status).toBe("SUCCEEDED");
      expect(callsOf(stage)).toHaveLength(1);
    }
  });

  it("give up after the fifth call", async () => {
    const { result, callsOf } = await runWithFakes({
      replace: { "09-baseline": refuse("DatabaseUnavailable") },
    });
    expect(result.error).toBe("DatabaseUnavailable");
    expect(callsOf("09-baseline")).toHaveLength(5);
  });

  it.each(STAGE_ERRORS.filter(({ isRetryable }) => !isRetryable))(
    "$name is not tried again",
    async ({ name }) => {
      const { callsOf } = await runWithFakes({ inject: [{ stage: "09-baseline", errors: [name] }] });
      expect(callsOf("09-baseline")).toHaveLength(0);
    },
  );

  it.each(BROKEN_OFF_ERRORS)("%s is tried once more, and only once", async (name) => {
    const once = await runWithFakes({ inject: [{ stage: "10-score", errors: [name] }] });
    expect(once.result.status).toBe("SUCCEEDED");
    const twice = await runWithFakes({ inject: [{ stage: "10-score", errors: [name, name] }] });
    expect(twice.result.error).toBe(name);
  });

  it("name each error of the Lambda service that the contract lists", () => {
    expect(PASSING_ERRORS).toEqual(expect.arrayContaining([...LAMBDA_SERVICE_ERRORS]));
  });

  it("hold for every stage", async () => {
    for (const stage of stages) {
      const { result } = await runWithFakes({
        inject: [{ stage, errors: ["Lambda.TooManyRequestsException", "ArchiveUnavailable"] }],
      });
      expect([stage, result.status, result.error]).toEqual([stage, "SUCCEEDED", null]);
      expect(countTransitions(result.history)).toBe(111);
    }
  });

  it("wait for the lease until it is free, and for nothing else that says RunInProgress", async () => {
    let busy = 30;
    const { result, callsOf } = await runWithFakes({
      inject: [{ stage: "00-open-run", errors: Array.from({ length: busy }, () => "RunInProgress") }],
    });
    busy = callsOf("00-open-run").length;
    expect([result.status, busy]).toEqual(["SUCCEEDED", 1]);
    const elsewhere = await runWithFakes({
      inject: [{ stage: "08-persist-metrics", errors: ["RunInProgress"] }],
    });
    expect(elsewhere.result.error).toBe("RunInProgress");
  });
});
