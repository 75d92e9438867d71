import { mostShards } from "#core/collect/most-shards.ts";
import { MAX_SHARDS } from "#core/contract/state-limits.ts";
import type { PipelineConfig } from "#core/model/pipeline-config.ts";
import { scheduleProblem } from "#core/model/schedule-problem.ts";

/** What a schema of single fields cannot see of a pipeline's config, a sentence each. */
export function pipelineProblems(pipeline: PipelineConfig, environment: string | null): string[] {
  return [
    environmentProblem(pipeline, environment),
    scheduleProblem(pipeline.schedule),
    loginProblem(pipeline),
    shardsProblem(pipeline),
  ].filter((problem) => problem !== null);
}

function environmentProblem(pipeline: PipelineConfig, environment: string | null): string | null {
  if (environment === null || pipeline.environment === environment) return null;
  return `environment: is ${pipeline.environment}: write environment: ${environment} into its file, or rename the file`;
}

/** A person's machine has DATABASE_URL; a function has a secret or nothing. */
function loginProblem({ deployment, database }: PipelineConfig): string | null {
  if (deployment === undefined || database.secretArn !== null) return null;
  return "database.secretArn: is null: the functions of a deployment have no other login";
}

/** A run that is cut into more shards than its state holds would end without a word from any stage. */
function shardsProblem(pipeline: PipelineConfig): string | null {
  const most = mostShards(pipeline);
  if (most <= MAX_SHARDS) return null;
  return (
    `shards.maxShardsPerSource: ${pipeline.shards.maxShardsPerSource} may make ${most} shards of so many accounts and regions, and a run ` +
    `holds ${MAX_SHARDS}: lower it, or watch some of them by a pipeline of another environment`
  );
}
