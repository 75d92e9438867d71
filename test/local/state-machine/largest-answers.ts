import type { StageId } from "#contract/stages.ts";
import { capWarnings } from "#core/model/stage-report.ts";
import type { StageHandler, StageHandlers } from "#lib/local/state-machine/stage-caller.ts";
import { eachStage, type FakeOptions, fakeStages, field } from "./fake-stages.ts";

const MANY = 10_000_000;
const COUNTS = { in: MANY, out: MANY, skipped: MANY, calls: MANY, units: MANY, ms: MANY };
/** An execution's name has 80 characters at most. */
const RUN_ID = "r".repeat(80);
const WARNINGS = capWarnings(Array.from({ length: 20 }, () => "w".repeat(1_000)));

const PROMETHEUS = {
  ...{ version: "v".repeat(40), retentionDays: MANY, targetsUp: MANY, targetsDown: MANY },
  jobs: [...Array.from({ length: 8 }, () => "j".repeat(40)), "and 10000000 more"],
  instancesByExporter: { node: MANY, mysql: MANY, postgres: MANY, mongodb: MANY },
};

/** As long as an id can be: the source and region with the longest names. */
const shardId = (index: number): string =>
  `cloudwatch-111111111111-ap-southeast-1-${String(index).padStart(3, "0")}`;

function ofShard(stage: StageId, id: unknown): unknown {
  const key = `runs/${RUN_ID}/${stage}/${String(id)}`;
  const answer = { shard: id, state: "partial", key, counts: COUNTS, error: "e".repeat(160) };
  return stage === "07-aggregate-daily" ? { ...answer, normalised: COUNTS } : answer;
}

function plans(shards: unknown): unknown {
  return Object.fromEntries(
    Object.entries(Object(shards)).map(([source, planned]) => [
      source,
      [planned].flat().map((_, index) => ({
        ...{ id: shardId(index), source: "cloudwatch", accountId: "111111111111", region: "ap-southeast-1" },
        ...{ offset: MANY, count: MANY },
      })),
    ]),
  );
}

function largest(stage: StageId, answer: unknown): unknown {
  const id = field(answer, "shard");
  if (id !== undefined) return ofShard(stage, id);
  const isReport = field(answer, "counts") !== undefined;
  return {
    ...Object(answer),
    ...(isReport ? { counts: COUNTS, warnings: WARNINGS } : {}),
    ...(stage === "02-prometheus-health" ? { facts: PROMETHEUS } : {}),
    ...(stage === "01-inventory" ? { shards: plans(field(answer, "shards")) } : {}),
  };
}

/** The fakes of every stage, each answering as many bytes as its schema lets it. */
export function largestAnswers(options: FakeOptions): StageHandlers {
  const { handlers } = fakeStages(options);
  return eachStage(
    (stage): StageHandler =>
      async (event, context) =>
        largest(stage, await handlers[stage](event, context)),
  );
}
