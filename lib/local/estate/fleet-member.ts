import { SECONDS_PER_DAY, startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import type { EstateResource } from "./estate.ts";
import { uniformAt } from "./hash-noise.ts";
import type { Service } from "./services.ts";

/** A resource with what the model needs to know of it and AWS does not tell. */
export interface FleetMember {
  readonly resource: EstateResource;
  readonly service: Service;
}

/** The days that the fleet's ages hang on. */
export interface FleetDays {
  readonly firstDay: UtcDay;
  readonly monitoringStart: UtcDay;
}

const YOUNGEST_DAYS = 200;
const AGE_RANGE_DAYS = 900;

/** Epoch seconds between 200 and 1,100 days before the simulated history, by the resource's own key. */
export function usualCreation(key: number, days: FleetDays): number {
  const ageDays = YOUNGEST_DAYS + uniformAt(key, 77) * AGE_RANGE_DAYS;
  return startOfDay(days.firstDay) - Math.round(ageDays * SECONDS_PER_DAY);
}

/** Hours from Greenwich of the region's people, standard time. */
export function utcOffsetHours(region: string): number {
  return region === "us-west-2" ? -8 : -5;
}

/** The element that a key picks. @throws RangeError if the list is empty */
export function pick<T>(list: readonly T[], key: number): T {
  const found = list[key % list.length];
  if (found === undefined) throw new RangeError("cannot pick from an empty list");
  return found;
}

/** `length` hexadecimal digits of a key. */
export function hexOf(key: number, length: number): string {
  const first = key.toString(16).padStart(8, "0");
  const second = Math.imul(key ^ 0x5f356495, 0x2545f491) >>> 0;
  return (first + second.toString(16).padStart(8, "0")).slice(0, length);
}
