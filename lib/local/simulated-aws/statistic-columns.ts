import { SECONDS_PER_DAY } from "#core/model/utc-day.ts";
import type { Estate, SlotColumns } from "#lib/local/estate/estate.ts";

/** Length of the estate's slots here; CloudWatch's basic resolution. */
export const SLOT_SECONDS = 300;
const SLOTS_PER_DAY = SECONDS_PER_DAY / SLOT_SECONDS;

/** Resource-days kept: four columns of 288 doubles each, so 38 MB. */
const KEPT_DAYS_COUNT = 4096;

/** Slot columns of one metric of one resource on the day that begins at `dayStart`; null where it does not emit the metric. */
export type DayColumns = (resourceId: string, metric: string, dayStart: number) => SlotColumns | null;

/** The estate's numbers a day at a time, the newest used days kept: a batch asks four statistics of the same day. */
export function createStatisticColumns(estate: Estate): DayColumns {
  const kept = new Map<string, SlotColumns | null>();
  return (resourceId, metric, dayStart) => {
    const key = `${dayStart} ${metric} ${resourceId}`;
    const known = kept.get(key);
    if (known !== undefined) {
      return known;
    }
    const columns = estate.slots(resourceId, metric, dayStart, SLOT_SECONDS, SLOTS_PER_DAY);
    kept.set(key, columns);
    if (kept.size > KEPT_DAYS_COUNT) {
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        break;
      }
    }
    return columns;
  };
}
