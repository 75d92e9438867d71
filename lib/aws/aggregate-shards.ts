import {
  Choice,
  Condition,
  type IChainable,
  ProcessorMode,
  Map as ShardMap,
} from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { COLLECTORS, SHARD_CONCURRENCY } from "./collect-branches.ts";
import { failedShard } from "./failed-shard.ts";
import { passState } from "./pass-state.ts";
import { type FunctionOf, stageTask } from "./stage-task.ts";

function oneShard(scope: Construct, functionOf: FunctionOf): IChainable {
  const failed = failedShard(scope, "Failed shard", { shardId: "$.shard.shard", error: "$.error.Error" });
  const onError = { next: failed, resultPath: "$.error" };
  const normalise = stageTask(scope, { stage: "06-normalise", functionOf, resultPath: "$.shard", onError });
  const aggregate = stageTask(scope, { stage: "07-aggregate-daily", functionOf, onError });
  const withoutObject = passState(scope, "Shard without data", {
    comment: "Its collector archived nothing: the answer is passed on as it is.",
    inputPath: "$.shard",
  });
  return new Choice(scope, "Has the shard data?", {
    comment: "A collector that failed or had nothing to read left no object.",
  })
    .when(Condition.isNull("$.shard.key"), withoutObject)
    .otherwise(normalise.next(aggregate));
}

/**
 * 06 and 07 over every shard that was collected; leaves `$.aggregated`, one shard result each. A run without any shard takes the way
 * around, because a JSONPath wildcard that matches nothing is not the same in every interpreter.
 */
export function aggregateShards(
  scope: Construct,
  functionOf: FunctionOf,
): { readonly start: Choice; readonly map: ShardMap } {
  const map = new ShardMap(scope, "Aggregate", {
    comment: "06 and 07 for each collected shard. A shard that fails does not stop the others.",
    itemsPath: "$.aggregated",
    itemSelector: { "run.$": "$.run", "shard.$": "$$.Map.Item.Value" },
    maxConcurrency: SHARD_CONCURRENCY,
    resultPath: "$.aggregated",
  }).itemProcessor(oneShard(scope, functionOf), { mode: ProcessorMode.INLINE });
  const flatten = passState(scope, "Shards to aggregate", {
    comment: "The four lists as one: each result of 06 and 07 takes the place of its collector's.",
    inputPath: "$.collected[*][*]",
    resultPath: "$.aggregated",
  });
  const nothing = passState(scope, "No shard to aggregate", {
    comment: "Nothing was planned, such as for an empty account.",
    result: [],
    resultPath: "$.aggregated",
  });
  const anyShard = COLLECTORS.map(({ source }) => Condition.isPresent(`$.collected.${source}[0]`));
  const start = new Choice(scope, "Was anything collected?", { comment: "Whether any source had a shard." })
    .when(Condition.or(...anyShard), flatten.next(map))
    .otherwise(nothing.next(map));
  return { start, map };
}
