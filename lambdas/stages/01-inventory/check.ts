import { stageObjectKey } from "#contract/object-keys.ts";
import type { Archive } from "#core/model/archive.ts";
import { readRunConfig, writeRows } from "#core/model/archive-rows.ts";
import { type CheckLine, checkLine } from "#core/model/check-line.ts";
import { USD_PER_METRIC_REQUESTED } from "#core/model/cloudwatch-price.ts";
import { countByType } from "#core/model/count-by-type.ts";
import type { AccountConfig } from "#core/model/pipeline-config.ts";
import type { Resource } from "#core/model/resource.ts";
import type { Run } from "#core/model/run.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { NO_COUNTS } from "#core/model/stage-report.ts";
import type { CloudInventory, InventoryRequest } from "#core/ports/cloud-inventory.ts";
import type { DeployedTopics } from "#core/ports/topic-subscriptions.ts";
import { type CoverageLine, coverageOf } from "./coverage.ts";
import { inventoryRequestOf } from "./describe-everywhere.ts";
import { mergeInventory, type PlaceAnswer } from "./merge-inventory.ts";
import { sampled, shardsOf } from "./plan-work.ts";
import type { Answer, Event } from "./schema.ts";
import { subscriberLines } from "./subscribers.ts";

interface Ports {
  readonly archive: () => Archive;
  readonly cloud: CloudInventory;
  readonly topics: DeployedTopics;
}

/** One call of a collector tries a whole account and region. */
const ONE_SHARD_PER_PLACE = { resourcesPerShard: 1_000_000, maxShardsPerSource: 1_000 };
const RUNS_PER_MONTH = 30;
const NO_SHARDS: Answer["shards"] = { redis: [], rds: [], ec2: [], database: [], cloudwatch: [] };

/** Tries every account, region, role and topic, counts what a run would watch, and says what that costs. Writes the inventory for the collectors' checks only. */
export async function checkAccounts({ run }: Event, { archive, cloud, topics }: Ports): Promise<Answer> {
  const found: { config: RunConfig | null } = { config: null };
  const configLine = await checkLine("config of this check", async () => {
    found.config = await readRunConfig(archive(), run);
    return "read back";
  });
  if (found.config === null) return answer(run, { checks: [configLine], resources: [], shards: NO_SHARDS });
  const { pipeline, metrics } = found.config;
  const request = inventoryRequestOf(found.config);
  const places = pipeline.accounts.flatMap((account) =>
    account.regions.map((region) => checkPlace({ account, region }, request, cloud)),
  );
  const parts = await Promise.all(places);
  const heard = await subscriberLines(topics, pipeline);
  const answers = parts.flatMap((part) => part.answer);
  const resources = mergeInventory([], answers, run.startedAt.slice(0, 10)).map((resource) =>
    sampled(resource, pipeline.ec2SampleShare),
  );
  const written = await checkLine("inventory", async () => {
    await writeRows(archive(), { run, stage: "01-inventory", part: "inventory", adopt: true }, resources);
    return `${resources.length} resources`;
  });
  const coverage = coverageOf(resources, metrics, run.leftOut);
  return answer(run, {
    checks: [...parts.map(({ line }) => line), written, costLine(coverage, found.config), ...heard],
    resources,
    shards: written.ok ? shardsOf(resources, found.config, ONE_SHARD_PER_PLACE, run) : NO_SHARDS,
    coverage,
  });
}

async function checkPlace(
  { account, region }: { readonly account: AccountConfig; readonly region: string },
  request: InventoryRequest,
  cloud: CloudInventory,
) {
  const answer: PlaceAnswer[] = [];
  const line = await checkLine(`account ${account.accountId} (${account.name}) ${region}`, async () => {
    const { resources, warnings } = await cloud.describe(account, region, request);
    answer.push({ accountId: account.accountId, region, resources });
    return [describeCounts(resources), ...warnings].join("; ");
  });
  return { line, answer };
}

function describeCounts(resources: readonly { readonly type: string }[]): string {
  const counts = Object.entries(countByType(resources)).map(([type, count]) => `${count} ${type}`);
  return counts.length === 0 ? "nothing that is watched" : counts.join(", ");
}

/** A daily run asks CloudWatch once for each of its series: two days fit into one request. */
function costLine(coverage: readonly CoverageLine[], { metrics }: RunConfig): CheckLine {
  const watched = coverage.filter((line) => line.state === "watched");
  const asked = watched.filter((line) => metrics[line.metric]?.source.kind === "cloudwatch").length;
  const usd = asked * USD_PER_METRIC_REQUESTED * RUNS_PER_MONTH;
  const detail = `${watched.length} series; CloudWatch answers ${asked} of them for $${usd.toFixed(2)} a month of daily runs`;
  return { what: "series and cost", ok: watched.length > 0, detail };
}

function answer(
  run: Run,
  found: {
    readonly checks: readonly CheckLine[];
    readonly resources: readonly Resource[];
    readonly shards: Answer["shards"];
    readonly coverage?: readonly CoverageLine[];
  },
): Answer {
  const { checks, resources, shards, coverage = [] } = found;
  const ofState = (state: string) => coverage.filter((line) => line.state === state).length;
  return {
    state: checks.every(({ ok }) => ok) ? "ok" : "partial",
    counts: { ...NO_COUNTS, in: resources.length, out: resources.length },
    warnings: [],
    checks: [...checks],
    key: stageObjectKey(run.runId, "01-inventory", "inventory"),
    shards,
    resources: { described: countByType(resources), stale: 0, gone: 0 },
    coverage: {
      watched: ofState("watched"),
      notApplicable: ofState("not_applicable"),
      excluded: ofState("excluded"),
    },
    alarmCount: 0,
  };
}
