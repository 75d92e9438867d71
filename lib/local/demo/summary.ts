import { countByType } from "#core/model/count-by-type.ts";
import { addDays, daysBetween, type UtcDay } from "#core/model/utc-day.ts";
import type { StepLog, Stores } from "#core/ports/stores.ts";
import type { DemoWorld } from "./demo-world.ts";
import { type FalseAlerts, falseAlerts } from "./false-alerts.ts";
import { type IncidentOutcome, incidentOutcomes } from "./incident-report.ts";
import type { DemoRun } from "./run-demo.ts";
import { tableRows } from "./table-rows.ts";

/** What `--out DIR` writes as summary.json, key by key; days are `YYYY-MM-DD` or null. */
export interface DemoSummary {
  /** Of the specification's types; further ones come from config. */
  readonly resources: Readonly<Record<"ec2" | "rds" | "redis", number>>;
  /** Of all types. */
  readonly series: number;
  readonly rows: Readonly<Record<string, number>>;
  readonly runs: readonly {
    readonly runId: string;
    readonly from: UtcDay | null;
    readonly to: UtcDay | null;
    readonly state: string;
    readonly stages: readonly {
      stage: string;
      state: string;
      in: number;
      out: number;
      skipped: number;
      ms: number;
    }[];
    readonly apiCalls: number;
    readonly costUsd: number;
  }[];
  readonly incidents: readonly (Omit<IncidentOutcome, "resourceId"> & {
    /** Id of the resource: its ARN. */
    readonly resource: string;
  })[];
  readonly falseAlerts: FalseAlerts;
  readonly seconds: number;
  readonly peakRssMb: number;
}

const EVER = "1970-01-01";
const KIB_PER_MIB = 1024;

/** Collects what the demo found, from the tables as they are at its end. */
export async function demoSummary(
  world: DemoWorld,
  stores: Stores,
  demo: { readonly runs: readonly DemoRun[]; readonly monitoringStart: UtcDay; readonly seconds: number },
): Promise<DemoSummary> {
  const { estate } = world;
  const { ec2 = 0, rds = 0, redis = 0 } = countByType(estate.resources);
  const told = (await stores.alerts.readActions(EVER)).filter(({ action }) => action === "told");
  const lastRun = demo.runs.at(-1);
  const scoredDays = daysBetween(demo.monitoringStart, lastRun?.to ?? addDays(demo.monitoringStart, -1));
  const alerts = await stores.alerts.notClosedBefore(demo.monitoringStart);
  return {
    resources: { ec2, rds, redis },
    series: lastRun?.steps.find(({ step }) => step === "10-score")?.outCount ?? 0,
    rows: await tableRows(),
    runs: demo.runs.map(runSummary),
    incidents: incidentOutcomes(estate.incidents, told, told[0]?.runId ?? null).map(
      ({ id, kind, resourceId: resource, ...rest }) => ({ id, kind, resource, ...rest }),
    ),
    falseAlerts: falseAlerts(estate, { alerts, told, scoredDays }),
    seconds: Math.round(demo.seconds),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / KIB_PER_MIB),
  };
}

function runSummary(run: DemoRun): DemoSummary["runs"][number] {
  const total = (of: (step: StepLog) => number | null) =>
    run.steps.reduce((sum, step) => sum + (of(step) ?? 0), 0);
  return {
    runId: run.runId,
    from: run.from,
    to: run.to,
    state: run.state,
    stages: run.steps.map((step) => ({
      stage: step.step,
      state: step.state,
      in: step.inCount ?? 0,
      out: step.outCount ?? 0,
      skipped: step.skippedCount ?? 0,
      ms: step.durationMs ?? 0,
    })),
    apiCalls: total((step) => step.apiCalls),
    costUsd: Number(total((step) => step.costUsd).toFixed(5)),
  };
}
