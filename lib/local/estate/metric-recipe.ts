import type { EstateResource } from "./estate.ts";

/** How to make the model of a metric for any resource of its type. Levels are relative to `scale`. */
export interface MetricRecipe {
  /** The metric's unit of level for this resource: 1, a maximum, a memory size. */
  readonly scale: (resource: EstateResource) => number;
  /** Healthy mean levels; each resource gets its own, log-uniformly between them. Equal: the series never moves. */
  readonly level: readonly [number, number];
  readonly trafficShare: number;
  readonly dayNoise: number;
  readonly hourNoise: number;
  readonly slotNoise: number;
  readonly spread: number;
  readonly monthlyDrift?: number;
  /** Relative to `scale`. */
  readonly complementOf?: number;
  readonly healthyMin?: number;
  readonly healthyMax?: number;
  readonly possibleMax?: number;
  /** Values are multiples of this; by default about five significant digits. */
  readonly quantum?: number;
  /** The metric whose noise and level it shares, because it is the same thing in another unit. */
  readonly sameAs?: string;
  /** False where the resource does not emit it. */
  readonly emitted?: (resource: EstateResource) => boolean;
}

export type RecipeBook = Readonly<Record<string, MetricRecipe>>;

/** Scale of metrics that are not relative to a size. */
export function absolute(): number {
  return 1;
}
