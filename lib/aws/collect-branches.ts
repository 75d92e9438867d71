import { Parallel, ProcessorMode, Map as ShardMap } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import type { StageId } from "#contract/stages.ts";
import { failedShard } from "./failed-shard.ts";
import { type FunctionOf, stageTask } from "./stage-task.ts";

/** Calls of one stage at a time: CloudWatch throttles per account, and each call in the VPC opens database or HTTP connections. */
export const SHARD_CONCURRENCY = 10;

/** In the order of the parallel branches; `source` is the key of its shards in 01's answer and of its results in `$.collected`. */
export const COLLECTORS = [
  { source: "redis", stage: "03-collect-redis" },
  { source: "rds", stage: "04-collect-rds" },
  { source: "ec2", stage: "05-collect-ec2" },
  { source: "database", stage: "05b-collect-database" },
  { source: "cloudwatch", stage: "05c-collect-cloudwatch" },
] as const satisfies readonly { readonly source: string; readonly stage: StageId }[];

type Collector = (typeof COLLECTORS)[number];

function shardsOf(scope: Construct, { source, stage }: Collector, functionOf: FunctionOf): ShardMap {
  const failed = failedShard(scope, `Failed shard of ${source}`, {
    shardId: "$.shard.id",
    error: "$.error.Error",
  });
  const collect = stageTask(scope, { stage, functionOf, onError: { next: failed, resultPath: "$.error" } });
  return new ShardMap(scope, `Shards of ${source}`, {
    comment: `One call of ${stage} for each shard that 01-inventory planned.`,
    itemsPath: `$.inventory.shards.${source}`,
    itemSelector: {
      "run.$": "$.run",
      "shard.$": "$$.Map.Item.Value",
      "inventoryKey.$": "$.inventory.key",
      "prometheus.$": "$.prometheus",
    },
    maxConcurrency: SHARD_CONCURRENCY,
  }).itemProcessor(collect, { mode: ProcessorMode.INLINE });
}

/** The sources side by side; leaves `$.collected` = list of shard results by source. */
export function collectBranches(scope: Construct, functionOf: FunctionOf): Parallel {
  const results = Object.fromEntries(COLLECTORS.map(({ source }, index) => [`${source}.$`, `$[${index}]`]));
  const parallel = new Parallel(scope, "Collect", {
    comment:
      "Reads Redis, RDS, EC2, the database snapshots and further types at the same time. A shard that fails does not stop the others.",
    resultSelector: results,
    resultPath: "$.collected",
  });
  return parallel.branch(...COLLECTORS.map((collector) => shardsOf(scope, collector, functionOf)));
}
