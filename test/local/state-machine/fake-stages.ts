import type { StageId } from "#contract/stages.ts";
import type { StageHandler, StageHandlers } from "#lib/local/state-machine/stage-caller.ts";

const COUNTS = { in: 25, out: 25 * 288, skipped: 0, calls: 12, units: 1_250, ms: 2_345 };
const DAYS = { from: "2026-11-20", to: "2026-11-21" };
const REPORT = { state: "ok", counts: COUNTS, warnings: [] };

/** Shards of the specification's fleet: 76 cache nodes, 62 database clusters, 233 instances, 25 a shard, in few accounts. */
export const FLEET_SHARDS = { redis: 4, rds: 4, ec2: 10, database: 2, cloudwatch: 1 };

export const SHARD_COUNT = Object.values(FLEET_SHARDS).reduce((total, count) => total + count, 0);

export interface Call {
  readonly stage: StageId;
  readonly payload: unknown;
}

export interface FakeOptions {
  readonly shards?: Readonly<Record<string, number>>;
  readonly isCheck?: boolean;
  readonly messages?: readonly unknown[];
  readonly endsAs?: string;
  /** In place of a fake. */
  readonly replace?: Partial<Record<StageId, StageHandler>>;
}

/** What lies under a path of names; undefined where nothing does. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, name) => (typeof part === "object" && part !== null ? Reflect.get(part, name) : undefined),
    value,
  );
}

function shardsOf(source: string, count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${source}-111111111111-us-east-1-${String(index).padStart(3, "0")}`,
    source,
    accountId: "111111111111",
    region: "us-east-1",
    offset: index * 25,
    count: 25,
  }));
}

/** Answer of a shard's stage; `shard` is a plan for collectors and the answer before for 06 and 07. */
function shardAnswer(stage: StageId): StageHandler {
  return (event) => {
    const id = field(event, "shard", "id") ?? field(event, "shard", "shard");
    const key = `runs/${String(field(event, "run", "runId"))}/${stage}/${String(id)}`;
    return { shard: id, state: "ok", key, counts: COUNTS, error: null };
  };
}

function openRun(isCheck: boolean): StageHandler {
  return (event) => ({
    runId: field(event, "executionName"),
    from: "2026-11-20",
    to: "2026-11-21",
    sources: ["redis", "rds", "ec2", "database", "cloudwatch"],
    isDryRun: false,
    isCheck,
    tellsPeople: true,
    epoch: 7,
    configKey: `runs/${String(field(event, "executionName"))}/00-open-run/config`,
    inventoryKey: `runs/${String(field(event, "executionName"))}/00-open-run/inventory`,
    configHash: "0123456789abcdef",
    codeVersion: "0.1.0",
    startedAt: "2026-11-22T07:00:00.000Z",
    newestCompleteDay: "2026-11-20",
    warnings: [],
    ...(isCheck ? { checks: [{ what: "config", ok: true, detail: "32 metrics" }] } : {}),
  });
}

function reportWithKey(stage: StageId, more: Readonly<Record<string, unknown>> = {}): StageHandler {
  return (event) => ({
    ...REPORT,
    key: `runs/${String(field(event, "run", "runId"))}/${stage}/all`,
    ...more,
  });
}

function inventory(shards: Readonly<Record<string, number>>): StageHandler {
  const planned = Object.fromEntries(
    Object.entries(shards).map(([source, n]) => [source, shardsOf(source, n)]),
  );
  return reportWithKey("01-inventory", {
    shards: { redis: [], rds: [], ec2: [], database: [], cloudwatch: [], ...planned },
    resources: { described: { ec2: 233, rds: 62, redis: 76 }, stale: 0, gone: 0 },
    coverage: { watched: 2_900, notApplicable: 40, excluded: 0 },
    alarmCount: 120,
  });
}

/** Handlers made one by one, of every stage. */
export function eachStage(handlerOf: (stage: StageId) => StageHandler): StageHandlers {
  return {
    "00-open-run": handlerOf("00-open-run"),
    "01-inventory": handlerOf("01-inventory"),
    "02-prometheus-health": handlerOf("02-prometheus-health"),
    "03-collect-redis": handlerOf("03-collect-redis"),
    "04-collect-rds": handlerOf("04-collect-rds"),
    "05-collect-ec2": handlerOf("05-collect-ec2"),
    "05b-collect-database": handlerOf("05b-collect-database"),
    "05c-collect-cloudwatch": handlerOf("05c-collect-cloudwatch"),
    "06-normalise": handlerOf("06-normalise"),
    "07-aggregate-daily": handlerOf("07-aggregate-daily"),
    "08-persist-metrics": handlerOf("08-persist-metrics"),
    "09-baseline": handlerOf("09-baseline"),
    "10-score": handlerOf("10-score"),
    "11-persist-scores": handlerOf("11-persist-scores"),
    "12-health-scores": handlerOf("12-health-scores"),
    "13-alerts": handlerOf("13-alerts"),
    "13b-morning-page": handlerOf("13b-morning-page"),
    "14-pipeline-log": handlerOf("14-pipeline-log"),
  };
}

/** Handlers that answer in the shape and size of the real ones and note each call. */
export function fakeStages(options: FakeOptions = {}): { handlers: StageHandlers; calls: Call[] } {
  const {
    shards = FLEET_SHARDS,
    isCheck = false,
    messages = [],
    endsAs = "COMPLETE",
    replace = {},
  } = options;
  const calls: Call[] = [];
  const fakes: StageHandlers = {
    "00-open-run": openRun(isCheck),
    "01-inventory": inventory(shards),
    "02-prometheus-health": () => ({
      ...REPORT,
      canCollect: true,
      retentionSeconds: 1_296_000,
      version: "3.5.0",
      facts: null,
      targets: { up: 76, down: 0, missing: 0, unknown: 0 },
    }),
    "03-collect-redis": shardAnswer("03-collect-redis"),
    "04-collect-rds": shardAnswer("04-collect-rds"),
    "05-collect-ec2": shardAnswer("05-collect-ec2"),
    "05b-collect-database": shardAnswer("05b-collect-database"),
    "05c-collect-cloudwatch": shardAnswer("05c-collect-cloudwatch"),
    "06-normalise": shardAnswer("06-normalise"),
    "07-aggregate-daily": shardAnswer("07-aggregate-daily"),
    "08-persist-metrics": reportWithKey("08-persist-metrics", {
      recompute: DAYS,
      overlayKey: null,
      failedSeriesDays: 0,
    }),
    "09-baseline": reportWithKey("09-baseline", { recompute: DAYS }),
    "10-score": reportWithKey("10-score", {
      canaryKey: "runs/daily-1/10-score/canary",
      recompute: DAYS,
    }),
    "11-persist-scores": reportWithKey("11-persist-scores"),
    "12-health-scores": reportWithKey("12-health-scores"),
    "13-alerts": reportWithKey("13-alerts", {
      messages,
      openAlerts: 3,
      notifications: messages.length,
      isCanaryFound: true,
    }),
    "13b-morning-page": () => ({ ...REPORT, address: "file:///page.html", messages }),
    "14-pipeline-log": () => ({ runId: "daily-1", state: endsAs, error: null }),
  };
  const noting = (stage: StageId): StageHandler => {
    const answer = replace[stage] ?? fakes[stage];
    return (event, context) => {
      calls.push({ stage, payload: event });
      return answer(event, context);
    };
  };
  return { calls, handlers: eachStage(noting) };
}
