import type { ResourceType } from "#core/model/resource.ts";
import type { Effect } from "./effect.ts";
import type { EstateResource } from "./estate.ts";
import type { MetricRecipe } from "./metric-recipe.ts";

/** Parts of a recipe that an incident sets for the resource it hits, from the first day of history on. */
export type RecipeChange = Partial<Pick<MetricRecipe, "trafficShare" | "dayNoise" | "healthyMax">> & {
  /** The healthy level, relative to the recipe's scale. */
  readonly healthyLevel?: number;
};

/** One effect of an incident; it begins at the onset and is complete on the impact day. */
export type TemplateEffect = Pick<Effect, "metric" | "amount"> &
  Partial<Pick<Effect, "curve" | "power" | "operation">>;

/** What can go wrong, with days counted from the first daily run. The seed chooses whom it hits. */
export interface IncidentTemplate {
  readonly kind: string;
  readonly metric: string;
  readonly resourceType: ResourceType;
  readonly canHit?: (resource: EstateResource) => boolean;
  readonly onset: number;
  /** UTC hour of the onset day at which it begins; midnight by default. */
  readonly startHour?: number;
  readonly impact: number;
  /** Days after the impact on which it is put right; without it, it stays. */
  readonly repairedAfterDays?: number;
  readonly healthy: Readonly<Record<string, RecipeChange>>;
  readonly effects: readonly TemplateEffect[];
}
