import type { Resource } from "#core/model/resource.ts";

/** Something that goes wrong in the estate on purpose, with the days a good monitor is measured by. */
export interface Incident {
  readonly id: string;
  /** Such as `memory_leak`, `connection_leak`, `latency_creep`, `hit_rate_decay`, `eviction_storm`, `storage_filling`. */
  readonly kind: string;
  readonly resourceId: string;
  /** The metric that shows it first. */
  readonly metric: string;
  /** First UTC day on which the data differ from normal. */
  readonly onset: string;
  /** UTC day on which people would have noticed without this system. */
  readonly impact: string;
  /** First UTC day on which a plain static threshold (the metric's hard limit, else a common default) is crossed on the daily p95; null: never. */
  readonly staticThreshold: string | null;
}

/** Something unusual that must not alarm: a load test, a resize, a holiday. */
export interface BenignEvent {
  readonly id: string;
  readonly kind: string;
  readonly resourceIds: readonly string[];
  readonly from: string;
  readonly to: string;
}

export interface EstateAccount {
  readonly accountId: string;
  readonly name: string;
  readonly regions: readonly string[];
  readonly roleArn: string;
}

/** A resource with what its AWS description needs beyond the inventory's fields. */
export interface EstateResource extends Omit<Resource, "firstSeen" | "lastSeen" | "status"> {
  /** Epoch seconds. */
  readonly createdAtSeconds: number;
  /** First UTC day on which it no longer exists; null: still there. */
  readonly deletedOn: string | null;
  /** MCP gateway source that serves this database; null elsewhere. */
  readonly gatewaySourceId: string | null;
  /** `redis://host:port`, the instance label in Prometheus; null elsewhere. */
  readonly prometheusInstance: string | null;
}

/** Slot columns in the SOURCE unit of the metric (config/metrics_config.yaml); NaN where the source has no point. */
export interface SlotColumns {
  readonly avg: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Source readings per slot. */
  readonly count: Float64Array;
}

/** 233 EC2, 62 RDS, 76 Redis in two accounts, computed on the fly from a seed: any instant can be asked, nothing is stored. */
export interface Estate {
  readonly seed: number;
  /** Day on which the simulated history begins and the newest day that it can be asked for. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly accounts: readonly EstateAccount[];
  readonly resources: readonly EstateResource[];
  readonly incidents: readonly Incident[];
  readonly benignEvents: readonly BenignEvent[];
  /**
   * `count` slots of a metric by our metric name, from an epoch second that is a multiple of the step; null where the resource
   * does not emit it. For per-period sums `avg` is the sum over the period. Pure: equal arguments give equal numbers, and a
   * slot's number does not depend on the window it is asked in.
   */
  slots(
    resourceId: string,
    metric: string,
    fromSeconds: number,
    stepSeconds: number,
    count: number,
  ): SlotColumns | null;
}
