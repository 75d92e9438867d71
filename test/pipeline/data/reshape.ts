import { SECONDS_PER_DAY, startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import type { Estate, SlotColumns } from "#lib/local/estate/estate.ts";

/** A slot's value in the source's unit, from what the estate says; NaN: the source has no point. `second` counts from midnight UTC. */
export type Shape = (value: number, slot: { readonly day: UtcDay; readonly second: number }) => number;

/** Shapes by resource id and metric; `*` stands for every metric of the resource. */
export type Shapes = Readonly<Record<string, Readonly<Record<string, Shape>>>>;

/** The estate with some series bent into shape. A bent slot is one reading: minimum, maximum and average are the same. */
export function reshape(estate: Estate, shapes: Shapes): Estate {
  return {
    ...estate,
    slots(...asked) {
      const [resourceId, metric, fromSeconds, stepSeconds] = asked;
      const columns = estate.slots(...asked);
      const shape = shapes[resourceId]?.[metric] ?? shapes[resourceId]?.["*"];
      if (columns === null || shape === undefined) return columns;
      return bent(columns, (index) => fromSeconds + index * stepSeconds, shape);
    },
  };
}

function bent(columns: SlotColumns, secondOf: (index: number) => number, shape: Shape): SlotColumns {
  const avg = columns.avg.map((value, index) => {
    const second = secondOf(index) % SECONDS_PER_DAY;
    return shape(value, { day: dayOf(secondOf(index) - second), second });
  });
  const kept = (column: Float64Array) =>
    column.map((value, index) => (avg[index] === columns.avg[index] ? value : (avg[index] ?? Number.NaN)));
  const count = columns.count.map((value, index) =>
    Number.isNaN(avg[index] ?? Number.NaN) ? 0 : Math.max(value, 1),
  );
  return { avg, min: kept(columns.min), max: kept(columns.max), count };
}

function dayOf(seconds: number): UtcDay {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** Second of the day at which an hour begins. */
export function hour(hours: number): number {
  return hours * 3600;
}

/** Days from `first` to `day`; negative before it. */
export function daysSince(first: UtcDay, day: UtcDay): number {
  return (startOfDay(day) - startOfDay(first)) / SECONDS_PER_DAY;
}
