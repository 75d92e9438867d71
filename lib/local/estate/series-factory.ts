import { dayNumber, startOfDay } from "#core/model/utc-day.ts";
import { intradayShape } from "./day-shape.ts";
import type { Effect } from "./effect.ts";
import type { EstateResource } from "./estate.ts";
import { CONSTANT_CLIENTS, STOPPED_AT_NIGHT } from "./fleet.ts";
import { type FleetDays, type FleetMember, utcOffsetHours } from "./fleet-member.ts";
import { keyOf, uniformAt } from "./hash-noise.ts";
import type { RecipeChange } from "./incident-template.ts";
import type { MetricRecipe, RecipeBook } from "./metric-recipe.ts";
import { DATABASE_RECIPES } from "./recipes-database.ts";
import { EC2_RECIPES } from "./recipes-ec2.ts";
import {
  DOCUMENTDB_RECIPES,
  MSK_BROKER_RECIPES,
  MSK_RECIPES,
  OPENSEARCH_RECIPES,
} from "./recipes-further.ts";
import { RDS_RECIPES } from "./recipes-rds.ts";
import { REDIS_RECIPES } from "./recipes-redis.ts";
import { ownLevels, type Series } from "./series.ts";
import { quantumFor, type SeriesModel } from "./series-model.ts";
import type { DayRange, DayTable, Surge } from "./traffic.ts";

const BOOKS: Readonly<Record<EstateResource["type"], RecipeBook>> = {
  ec2: EC2_RECIPES,
  rds: { ...RDS_RECIPES, ...DATABASE_RECIPES },
  redis: REDIS_RECIPES,
  msk: MSK_RECIPES,
  mskbroker: MSK_BROKER_RECIPES,
  documentdb: DOCUMENTDB_RECIPES,
  opensearch: OPENSEARCH_RECIPES,
};
/** One series in five has heavier tails than a normal. */
const HEAVY_SHARE = 0.2;
/** One resource in twelve loses two slots in a thousand on the way. */
const LOSSY_SHARE = 1 / 12;
const MISSING_SHARE = 0.002;

/** Everything that makes a series of a resource and a metric. */
export interface SeriesSetting {
  readonly member: FleetMember;
  readonly metric: string;
  readonly seed: number;
  readonly days: FleetDays;
  readonly range: DayRange;
  readonly traffic: DayTable;
  readonly surges: readonly Surge[];
  readonly effects: readonly Effect[];
  /** What incidents set for this resource, by metric. */
  readonly healthy: Readonly<Record<string, RecipeChange>>;
}

/** Metrics that a type of resource may emit. */
export function metricsOf(type: EstateResource["type"]): string[] {
  return Object.keys(BOOKS[type] ?? {});
}

/** The series, or null where the resource does not emit the metric. */
export function buildSeries(setting: SeriesSetting): Series | null {
  const { member, metric } = setting;
  const { resource } = member;
  const recipe = BOOKS[resource.type]?.[metric];
  if (recipe === undefined || recipe.emitted?.(resource) === false) return null;
  const model = modelOf(recipe, setting);
  return {
    model,
    traffic: setting.traffic,
    level: ownLevels(model, setting.range, dayNumber(setting.days.monitoringStart)),
    shape: intradayShape(member.service.shape, utcOffsetHours(resource.region)),
    surges: setting.surges,
    effects: setting.effects,
    bornAtSeconds: resource.createdAtSeconds,
    goneAtSeconds: resource.deletedOn === null ? Number.POSITIVE_INFINITY : startOfDay(resource.deletedOn),
    isStoppedAtNight: resource.name === STOPPED_AT_NIGHT,
  };
}

function modelOf(plain: MetricRecipe, setting: SeriesSetting): SeriesModel {
  const { resource } = setting.member;
  const noiseMetric = plain.sameAs ?? setting.metric;
  const change = setting.healthy[noiseMetric] ?? {};
  const recipe = stilled({ ...plain, ...change }, setting);
  const key = keyOf(`${resource.resourceId} ${noiseMetric}`, setting.seed);
  const scale = recipe.scale(resource);
  const base = scale * (change.healthyLevel ?? levelBetween(recipe.level, uniformAt(key, 0)));
  const isHeavyTailed = uniformAt(key, 1) < HEAVY_SHARE && recipe.slotNoise > 0;
  return {
    key,
    base,
    trafficShare: recipe.trafficShare,
    dayNoise: recipe.dayNoise,
    hourNoise: recipe.hourNoise,
    slotNoise: recipe.slotNoise,
    spread: recipe.spread,
    monthlyDrift: recipe.monthlyDrift ?? 0,
    isHeavyTailed,
    complementOf: recipe.complementOf === undefined ? null : recipe.complementOf * scale,
    quantum:
      recipe.quantum ?? quantumFor(recipe.complementOf === undefined ? base : recipe.complementOf * scale),
    healthyMin: (recipe.healthyMin ?? 0) * scale,
    healthyMax: (recipe.healthyMax ?? recipe.possibleMax ?? Number.POSITIVE_INFINITY) * scale,
    possibleMax: (recipe.possibleMax ?? Number.POSITIVE_INFINITY) * scale,
    missingShare: isLossy(setting) ? MISSING_SHARE : 0,
  };
}

/** What the gateway sees is a moment of the database itself: nothing can be lost on the way. */
function isLossy(setting: SeriesSetting): boolean {
  const resourceKey = keyOf(setting.member.resource.resourceId, setting.seed);
  return !setting.metric.startsWith("database.") && uniformAt(resourceKey, 2) < LOSSY_SHARE;
}

/** The one cache whose clients never come or go. */
function stilled(recipe: MetricRecipe, setting: SeriesSetting): MetricRecipe {
  const isStill =
    setting.member.resource.name === CONSTANT_CLIENTS && setting.metric === "redis.connected_clients";
  if (!isStill) return recipe;
  return { ...recipe, level: [12, 12], trafficShare: 0, dayNoise: 0, hourNoise: 0, slotNoise: 0, spread: 0 };
}

function levelBetween(levels: readonly [number, number], position: number): number {
  const [low, high] = levels;
  return low === high ? low : low * (high / low) ** position;
}
