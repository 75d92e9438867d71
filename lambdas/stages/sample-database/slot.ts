import { dayAt, SECONDS_PER_DAY, type UtcDay } from "#core/model/utc-day.ts";

/** The sampler is called each quarter of an hour. */
const SLOT_SECONDS = 900;
export const SLOTS_PER_DAY = SECONDS_PER_DAY / SLOT_SECONDS;

/** Start of the slot that holds an instant. @example slotAt(1_795_256_999) // { date: "2026-11-21", time: "1015" } */
export function slotAt(epochSeconds: number): { date: UtcDay; time: string } {
  const slot = Math.floor((epochSeconds % SECONDS_PER_DAY) / SLOT_SECONDS);
  return { date: dayAt(epochSeconds), time: slotTime(slot) };
}

/** HHMM of a slot of the day. @example slotTime(41) // "1015" */
export function slotTime(slot: number): string {
  const minutes = (slot * SLOT_SECONDS) / 60;
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join("");
}
