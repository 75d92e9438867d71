import type { Archive } from "#core/model/archive.ts";
import { readRows, readRunConfig, writeRows } from "#core/model/archive-rows.ts";
import type { CheckLine } from "#core/model/check-line.ts";
import { countByType } from "#core/model/count-by-type.ts";
import { Resource } from "#core/model/resource.ts";
import { isInstanceGroup } from "#core/model/resource-group.ts";
import { capWarnings, NO_COUNTS } from "#core/model/stage-report.ts";
import type { CloudInventory } from "#core/ports/cloud-inventory.ts";
import type { DeployedTopics } from "#core/ports/topic-subscriptions.ts";
import { coverageOf } from "./coverage.ts";
import { type Description, describeEverywhere, nothingRead } from "./describe-everywhere.ts";
import { grouped, withInstanceGroups } from "./instance-groups.ts";
import { mergeInventory } from "./merge-inventory.ts";
import { sampled, shardsOf } from "./plan-work.ts";
import type { Answer, Event } from "./schema.ts";
import { subscriberLines } from "./subscribers.ts";

interface Ports {
  readonly archive: Archive;
  readonly cloud: CloudInventory;
  readonly topics: DeployedTopics;
}

/**
 * Describes every account and region, joins it with what was known, and cuts the work into shards. From outside the VPC it can also see
 * whether what a run says reaches anybody, and warns where it does not.
 */
export async function takeInventory({ run }: Event, { archive, cloud, topics }: Ports): Promise<Answer> {
  const config = await readRunConfig(archive, run);
  const known = await readRows(archive, run.inventoryKey, Resource);
  const [description, subscribers] = await Promise.all([
    describeEverywhere(config, cloud),
    subscriberLines(topics, config.pipeline),
  ]);
  if (description.answers.every(({ resources }) => resources === null) && known.length === 0)
    throw nothingRead(description);
  const today = run.startedAt.slice(0, 10);
  const { ec2SampleShare, ec2GroupTags } = config.pipeline;
  const single = known.filter((resource) => !isInstanceGroup(resource));
  const merged = mergeInventory(single, description.answers, today).map((resource) =>
    grouped(sampled(resource, ec2SampleShare), ec2GroupTags),
  );
  const resources = withInstanceGroups(merged, known.filter(isInstanceGroup), today);
  const coverage = coverageOf(resources, config.metrics, run.leftOut);
  await writeRows(archive, { run, stage: "01-inventory", part: "coverage", adopt: true }, coverage);
  const key = await writeRows(
    archive,
    { run, stage: "01-inventory", part: "inventory", adopt: true },
    resources,
  );
  const stateCount = (state: string) => coverage.filter((line) => line.state === state).length;
  return {
    ...report(description, { resources, subscribers, topicCount: topics.size }),
    key,
    shards: shardsOf(await readRows(archive, key, Resource), config, config.pipeline.shards, run),
    coverage: {
      watched: stateCount("watched"),
      notApplicable: stateCount("not_applicable"),
      excluded: stateCount("excluded"),
    },
    alarmCount: description.alarmCount,
  };
}

function report(
  description: Description,
  found: {
    readonly resources: readonly Resource[];
    readonly subscribers: readonly CheckLine[];
    readonly topicCount: number;
  },
) {
  const { subscribers, topicCount } = found;
  // A group is no find of its own: its members are counted.
  const resources = found.resources.filter((resource) => !isInstanceGroup(resource));
  const described = resources.filter((resource) => resource.status === "described");
  const stale = resources.filter((resource) => resource.status === "stale").length;
  const gone = resources.filter((resource) => resource.status === "gone").length;
  const unheard = subscribers.filter(({ ok }) => !ok).map(({ what, detail }) => `${what}: ${detail}`);
  const isWhole = description.answers.every((answer) => answer.resources !== null);
  return {
    state: isWhole ? ("ok" as const) : ("partial" as const),
    counts: {
      ...NO_COUNTS,
      in: described.length,
      out: resources.length,
      skipped: stale + gone,
      calls: description.callCount + topicCount,
    },
    warnings: capWarnings([...unheard, ...description.warnings]),
    resources: { described: countByType(described), stale, gone },
  };
}
