import { fileURLToPath } from "node:url";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import { NO_PREDICTION } from "#core/model/prediction-day.ts";
import { type Resource, SOURCES } from "#core/model/resource.ts";
import type { Run } from "#core/model/run.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";

/** The config folder of the repository. */
export const CONFIG_DIRECTORY = fileURLToPath(new URL("../../config", import.meta.url));
/** The config that ships, as 00 would archive it. */
export const SHIPPED: RunConfig = await loadConfig(CONFIG_DIRECTORY, null);

export const CONFIG_KEY = "runs/run-1/00-open-run/config";
export const KNOWN_KEY = "runs/run-1/00-open-run/known-inventory";
export const INVENTORY_KEY = "runs/run-1/01-inventory/inventory";

/** A metric that ships; the parts given replace its own. */
export function metric(name: string, part: Partial<MetricDefinition> = {}): MetricDefinition {
  const found = SHIPPED.metrics[name];
  if (found === undefined) throw new Error(`no metric ${name}`);
  return { ...found, ...part };
}

/** The shipped config with other metrics. */
export function configOf(metrics: Readonly<Record<string, MetricDefinition>>): RunConfig {
  return { ...SHIPPED, metrics: { ...metrics } };
}

/** A daily run of 2026-11-20 and 21, started on the 22nd at 07:00 UTC. */
export function aRun(part: Partial<Run> = {}): Run {
  return {
    runId: "run-1",
    from: "2026-11-20",
    to: "2026-11-21",
    sources: [...SOURCES],
    leftOut: [],
    isDryRun: false,
    isCheck: false,
    tellsPeople: true,
    epoch: 7,
    configKey: CONFIG_KEY,
    inventoryKey: KNOWN_KEY,
    configHash: "0123456789abcdef",
    codeVersion: "v1",
    startedAt: "2026-11-22T07:00:00.000Z",
    newestCompleteDay: "2026-11-20",
    warnings: [],
    ...part,
  };
}

/** An RDS instance that has been there for long. */
export function aResource(part: Partial<Resource> = {}): Resource {
  return {
    resourceId: "arn:aws:rds:us-east-1:111111111111:db:orders",
    type: "rds",
    accountId: "111111111111",
    region: "us-east-1",
    name: "orders",
    engine: "mysql",
    instanceClass: "db.r6g.large",
    dimensions: { DBInstanceIdentifier: "orders" },
    endpoints: ["orders.abc.us-east-1.rds.amazonaws.com:3306"],
    tags: {},
    owner: "payments",
    traits: [],
    groupId: null,
    firstSeen: "2025-01-01",
    lastSeen: "2026-11-22",
    status: "described",
    ...part,
  };
}

export function aRedisNode(name: string, part: Partial<Resource> = {}): Resource {
  return aResource({
    resourceId: `arn:aws:elasticache:us-east-1:111111111111:cluster:${name}`,
    type: "redis",
    name,
    engine: "redis",
    dimensions: { CacheClusterId: name },
    endpoints: [`${name}.cache.amazonaws.com:6379`],
    ...part,
  });
}

export function anInstance(name: string, part: Partial<Resource> = {}): Resource {
  return aResource({
    resourceId: `arn:aws:ec2:us-east-1:111111111111:instance/${name}`,
    type: "ec2",
    name,
    engine: null,
    dimensions: { InstanceId: name },
    endpoints: [],
    ...part,
  });
}

/** A scored day on which nothing is remarkable. */
export function aScore(part: Partial<ScoreRow> = {}): ScoreRow {
  return {
    date: "2026-11-21",
    resourceId: "r",
    metric: "rds.cpu_utilization_pct",
    verdict: "normal",
    value: 40,
    limitValue: 50,
    aboveZeroShare: 1,
    n: 30,
    mean: 40,
    sigma: 5,
    z: 0,
    ...NO_PREDICTION,
    isSigmaFloored: false,
    we1: false,
    we2: false,
    we3: false,
    we4: false,
    rocPct: 0,
    rocExceeded: false,
    review: false,
    healthWeight: 3,
    healthPenalty: 0,
    penaltyReason: null,
    conditionsMet: [],
    ...part,
  };
}

/** An open alert. */
export function anAlert(part: Partial<AlertRow> = {}): AlertRow {
  return {
    resourceId: "r",
    metric: "rds.cpu_utilization_pct",
    direction: "up",
    class: "condition",
    openedOn: "2026-11-20",
    triggeredAt: "2026-11-21T00:00:00.000Z",
    severity: "critical",
    state: "open",
    lastMetOn: "2026-11-21",
    resolvedOn: null,
    resolveReason: null,
    value: 91,
    expectedLow: 25,
    expectedHigh: 55,
    z: 10,
    evidence: { clauses: ["z_above"] },
    openingEvidence: { clauses: ["z_above"] },
    ...part,
  };
}

/** What was said, or told, of {@link anAlert}. */
export function anAction(part: Partial<AlertAction> = {}): AlertAction {
  const { resourceId, metric: name, direction, class: alertClass, openedOn } = anAlert();
  return {
    ...{ resourceId, metric: name, direction, class: alertClass, openedOn },
    scoredOn: "2026-11-21",
    action: "told",
    severity: "critical",
    actor: "pipeline",
    note: "notification 1",
    expiresOn: null,
    actedAt: "2026-11-22T07:00:00.000Z",
    runId: "run-0",
    ...part,
  };
}
