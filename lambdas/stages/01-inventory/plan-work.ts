import { planShards } from "#core/collect/shards.ts";
import type { PipelineConfig } from "#core/model/pipeline-config.ts";
import type { Resource, Source } from "#core/model/resource.ts";
import type { Run } from "#core/model/run.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { isSampled, UNSAMPLED_TRAIT } from "#core/model/sampling.ts";
import type { Answer } from "./schema.ts";

/** The resource with the mark of those that the sample of EC2 leaves out. */
export function sampled(resource: Resource, ec2SampleShare: number): Resource {
  const traits = resource.traits.filter((trait) => trait !== UNSAMPLED_TRAIT);
  const isIn = resource.type !== "ec2" || isSampled(resource.resourceId, ec2SampleShare);
  return { ...resource, traits: isIn ? traits : [...traits, UNSAMPLED_TRAIT] };
}

/** The shards of every source that the run collects. */
export function shardsOf(
  resources: readonly Resource[],
  { metrics }: Pick<RunConfig, "metrics">,
  sizing: PipelineConfig["shards"],
  run: Run,
): Answer["shards"] {
  const planned = (source: Source) =>
    run.sources.includes(source) ? planShards(source, resources, { ...sizing, from: run.from, metrics }) : [];
  return {
    redis: planned("redis"),
    rds: planned("rds"),
    ec2: planned("ec2"),
    database: planned("database"),
    cloudwatch: planned("cloudwatch"),
  };
}
