import type { FleetCost } from "../model/fleet-cost.ts";
import type { PrometheusFacts } from "../model/prometheus-facts.ts";
import type { Resource } from "../model/resource.ts";
import type { RunConfig } from "../model/run-config.ts";

/** Something that was asked: what was seen, or why it was not. */
export type Seen<Value> =
  | { readonly state: "seen"; readonly value: Value }
  | { readonly state: "not_looked_at"; readonly why: string };

/** How many of Grafana's alert rules are in which health: `ok`, `error`, `nodata`. */
export interface GrafanaFacts {
  readonly rulesByHealth: Readonly<Record<string, number>>;
}

/** Everything that the reports are made from. */
export interface ReportFacts {
  /** UTC day on which it was looked at. */
  readonly asOf: string;
  /** Which estate, for the title: an environment, or the demo. */
  readonly estate: string;
  readonly resources: readonly Resource[];
  readonly config: Pick<RunConfig, "metrics" | "resourceTypes">;
  /** Null: nobody said what it costs. */
  readonly cost: FleetCost | null;
  readonly alarmCount: Seen<number>;
  readonly prometheus: Seen<PrometheusFacts>;
  readonly grafana: Seen<GrafanaFacts>;
}
