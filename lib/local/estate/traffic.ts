import { dayNumber } from "#core/model/utc-day.ts";
import { SLOTS_PER_DAY, weekdayFactor } from "./day-shape.ts";
import type { FleetDays, FleetMember } from "./fleet-member.ts";
import { dailyNoise, keyOf, uniformAt } from "./hash-noise.ts";

/** Relative standard deviations of the three parts of a resource's daily traffic: they make siblings move together. */
const COMPANY_NOISE = 0.013;
const SERVICE_NOISE = 0.018;
const RESOURCE_NOISE = 0.022;
const MONTHLY_GROWTH_FROM = 0.003;
const MONTHLY_GROWTH_RANGE = 0.007;
/** Each service is deployed this often in the 90 days around the start of the daily runs with a visible, harmless step. */
const DEPLOYMENTS = 2;
const DEPLOYMENT_STEP = 0.03;
/** Slots over which a surge comes and goes: one hour. */
const SURGE_EDGE_SLOTS = 12;

/** Traffic multiplied during some slots of one day. */
export interface Surge {
  readonly day: number;
  readonly firstSlot: number;
  readonly endSlot: number;
  readonly factor: number;
}

/** A value for each day of a range. */
export interface DayTable {
  readonly firstDay: number;
  readonly values: Float64Array;
}

/** Numbers of the first and last day that a table needs. */
export interface DayRange {
  readonly first: number;
  readonly last: number;
}

/**
 * A resource's traffic by day, about 1: weekday, growth, deployments, and noise that it shares with its service and the company.
 * The noise looks back ten days, so neighbouring days are alike, yet a day's number depends on that day alone.
 */
export function dailyTraffic(member: FleetMember, days: FleetDays, range: DayRange, seed: number): DayTable {
  const anchor = dayNumber(days.monitoringStart);
  const companyKey = keyOf("company", seed);
  const serviceKey = keyOf(member.service.name, seed);
  const ownKey = keyOf(member.resource.resourceId, seed);
  const growth = 1 + MONTHLY_GROWTH_FROM + uniformAt(ownKey, 1) * MONTHLY_GROWTH_RANGE;
  const company = dailyNoise(companyKey, range.first, range.last);
  const service = dailyNoise(serviceKey, range.first, range.last);
  const values = dailyNoise(ownKey, range.first, range.last).map((own, index) => {
    const day = range.first + index;
    const noise =
      COMPANY_NOISE * (company[index] ?? 0) + SERVICE_NOISE * (service[index] ?? 0) + RESOURCE_NOISE * own;
    const steps = deploymentFactor(serviceKey, day - anchor);
    return weekdayFactor(member.service.shape, day) * (1 + noise) * growth ** ((day - anchor) / 30) * steps;
  });
  return { firstDay: range.first, values };
}

function deploymentFactor(serviceKey: number, daysSinceStart: number): number {
  let factor = 1;
  for (let number = 0; number < DEPLOYMENTS; number += 1) {
    const deployedAt = Math.floor(uniformAt(serviceKey, 100 + number) * 90) - 70;
    const step = (uniformAt(serviceKey, 200 + number) * 2 - 1) * DEPLOYMENT_STEP;
    if (daysSinceStart >= deployedAt) factor *= 1 + step;
  }
  return factor;
}

/** The day's shape with its surges in it; the table itself where there is none. */
export function shapeWithSurges(shape: Float64Array, surges: readonly Surge[], day: number): Float64Array {
  const today = surges.filter((surge) => surge.day === day);
  if (today.length === 0) return shape;
  return shape.map((level, slot) =>
    today.reduce((product, surge) => product * surgeFactor(surge, slot), level),
  );
}

function surgeFactor(surge: Surge, slot: number): number {
  const inside = Math.min(slot - surge.firstSlot + 1, surge.endSlot - slot, SURGE_EDGE_SLOTS);
  return inside <= 0 ? 1 : 1 + ((surge.factor - 1) * inside) / SURGE_EDGE_SLOTS;
}

/** A surge of a whole UTC day. */
export function wholeDaySurge(day: number, factor: number): Surge {
  return { day, firstSlot: 0, endSlot: SLOTS_PER_DAY, factor };
}
