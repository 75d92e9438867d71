import type { MetricDefinition } from "../model/metric-definition.ts";
import type { Resource, ResourceType } from "../model/resource.ts";
import type { UtcDay } from "../model/utc-day.ts";
import type { AlertAction, AlertRow } from "../ports/alert-store.ts";
import type { Instant } from "../ports/provenance.ts";
import type { ScoreRow, Verdict } from "../ports/score-store.ts";
import type { StepLog } from "../ports/stores.ts";
import type { GapRow } from "../reports/gap-analysis.ts";
import type { ForecastDays } from "./forecast-of.ts";

/** How people know of an open alert: by a notification of their own, by a line of a digest, or not at all. */
export type ToldAs = "notification" | "digest" | "nobody";

/** One open alert with everything that the page says of it. */
export interface ShownAlert {
  readonly alert: AlertRow;
  readonly metric: MetricDefinition | null;
  readonly toldAs: ToldAs;
  /** First told by this run. */
  readonly isNew: boolean;
  /** What the newest day says of when it reaches its limit; null where it says nothing. */
  readonly forecast: (ForecastDays & { readonly limitValue: number }) | null;
  /** Scores of its series, ascending; empty where the page draws no chart. */
  readonly series: readonly ScoreRow[];
  /** What people said and were told of it, oldest first. */
  readonly actions: readonly AlertAction[];
  /** Earlier alerts of the same series and direction, newest first. */
  readonly earlier: readonly AlertRow[];
}

/** What one resource asks people to look at: its open alerts, worst first. */
export interface Finding {
  readonly resourceId: string;
  readonly resource: Resource | null;
  /** Type of the resource for people; empty where the inventory does not know it. */
  readonly typeTitle: string;
  readonly alerts: readonly ShownAlert[];
}

/** One line of the fleet: health of its last days. */
export interface FleetRow {
  readonly resource: Resource;
  readonly typeTitle: string;
  /** 0 to 100, one per day of {@link PageFacts.fleetDays}; null where it could not be judged, or was not there. */
  readonly scores: readonly (number | null)[];
  /** Metric that cost it the most today; null where nothing did. */
  readonly worstMetric: string | null;
}

/** Series of one type of resource on the newest scored day. */
export interface TypeCoverage {
  readonly type: ResourceType;
  readonly title: string;
  readonly resources: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Metrics that do not exist on a resource, such as replication lag without a replica. */
  readonly notApplicable: number;
  /** Series of instances that the sample leaves out. */
  readonly excluded: number;
}

/** Series that said nothing, and whose. */
export interface Gap {
  /** null: of resources that said nothing at all. */
  readonly metric: string | null;
  readonly verdict: Verdict;
  readonly count: number;
  /** Names of the first few. */
  readonly resources: readonly string[];
  readonly moreResources: number;
}

export interface CoverageFacts {
  readonly types: readonly TypeCoverage[];
  readonly gaps: readonly Gap[];
  /** Resources whose account or region could not be asked: their last known description is used. */
  readonly stale: readonly string[];
}

export interface RunFacts {
  readonly runId: string;
  readonly from: UtcDay;
  readonly to: UtcDay;
  readonly startedAt: Instant;
  readonly environment: string;
  readonly configHash: string;
  readonly codeVersion: string;
  readonly steps: readonly StepLog[];
  readonly costUsd: number;
}

/** A report of the run, and where it is archived. */
export interface ReportDocument {
  readonly title: string;
  readonly address: string;
}

/** What the page shows of the run's reports; or why there are none. */
export type PageReports =
  | {
      readonly state: "made";
      readonly gaps: readonly GapRow[];
      readonly documents: readonly ReportDocument[];
    }
  | { readonly state: "failed"; readonly why: string };

/** Everything that the morning page says. Reading it is the stage's work; showing it needs nothing else. */
export interface PageFacts {
  readonly run: RunFacts;
  /** Newest scored day: what "today" means on the page. */
  readonly today: UtcDay;
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
  /** Open alerts by resource, worst first. */
  readonly findings: readonly Finding[];
  readonly fleetDays: readonly UtcDay[];
  /** Worst first. */
  readonly fleet: readonly FleetRow[];
  readonly coverage: CoverageFacts;
  readonly reports: PageReports;
  /** False: the anomaly that was planted in this run was not found, so its silence means nothing. */
  readonly isCanaryFound: boolean;
  readonly dashboardUrl: string | null;
  readonly runbookUrl: string | null;
}
