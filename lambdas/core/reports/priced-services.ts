import type { FleetCost } from "../model/fleet-cost.ts";
import { DESCRIBED_TYPES } from "../model/resource.ts";
import type { RunConfig } from "../model/run-config.ts";
import { typeTitle } from "../model/type-title.ts";
import type { ReportFacts } from "./report-facts.ts";

/** The services that cost something, in their order; those that every fleet has where nobody said. */
export function pricedServices({
  cost,
  config,
}: Pick<ReportFacts, "cost"> & { readonly config: Pick<RunConfig, "resourceTypes"> }): FleetCost["services"] {
  if (cost !== null) return cost.services;
  return DESCRIBED_TYPES.map((type) => ({
    title: typeTitle(type, config.resourceTypes),
    type,
    expected: null,
    usdPerMonth: null,
  }));
}
