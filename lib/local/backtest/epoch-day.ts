import { dayNumber, isUtcDay } from "#core/model/utc-day.ts";

const EPOCH_SECONDS = /^\d{9,11}$/;
const CLOCK = /^[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/;
const SECONDS_PER_DAY = 86_400;

/**
 * The UTC day of a timestamp as days since 1970-01-01; null if it is none. Without a time zone it is UTC.
 *
 * @example epochDay("1970-01-02 10:00:00") // 1
 * @example epochDay("1970-01-02T01:00:00+02:00") // 0
 * @example epochDay("yesterday") // null
 */
export function epochDay(text: string): number | null {
  if (EPOCH_SECONDS.test(text)) return Math.floor(Number(text) / SECONDS_PER_DAY);
  const day = text.slice(0, 10);
  if (!isKnownDay(day)) return null;
  const clock = CLOCK.exec(text.slice(10));
  if (text.length > 10 && clock === null) return null;
  const zone = clock?.[3];
  if (zone === undefined || zone === "Z" || zone === "UTC") return dayNumbers.get(day) ?? null;
  const at = Date.parse(text.replace(" ", "T"));
  return Number.isNaN(at) ? null : Math.floor(at / 1000 / SECONDS_PER_DAY);
}

/** A file names the same few hundred days millions of times. */
const dayNumbers = new Map<string, number>();

function isKnownDay(day: string): boolean {
  if (dayNumbers.has(day)) return true;
  if (!isUtcDay(day)) return false;
  dayNumbers.set(day, dayNumber(day));
  return true;
}
