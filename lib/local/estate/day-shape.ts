/** Slots of the base grid: five minutes. */
export const SLOT_SECONDS = 300;
export const SLOTS_PER_DAY = 288;

/** Whose working day a service follows. */
export type ShapeName = "retail" | "office" | "batch";

interface Bump {
  readonly localHour: number;
  readonly widthHours: number;
  readonly height: number;
}

/** Coffee shops: a steep morning, a lunch, an afternoon; offices: a broad day; batch: the night, when shops are shut. */
const BUMPS: Record<ShapeName, readonly Bump[]> = {
  retail: [
    { localHour: 8.2, widthHours: 1.7, height: 1.1 },
    { localHour: 12.6, widthHours: 1.6, height: 0.7 },
    { localHour: 16.2, widthHours: 2.2, height: 0.5 },
  ],
  office: [
    { localHour: 10.5, widthHours: 2, height: 0.7 },
    { localHour: 15, widthHours: 2.3, height: 0.7 },
  ],
  batch: [{ localHour: 2.5, widthHours: 2.2, height: 1 }],
};
const NIGHT_LEVEL: Record<ShapeName, number> = { retail: 0.45, office: 0.6, batch: 0.6 };

/** Sunday first. Weekends are quieter in the business districts where most shops are; batch work hardly notices. */
const WEEKDAY_FACTORS: Record<ShapeName, readonly number[]> = {
  retail: [0.9, 1, 1.02, 1.03, 1.03, 1.06, 0.96],
  office: [0.89, 1.03, 1.05, 1.05, 1.04, 1.02, 0.92],
  batch: [0.99, 1, 1, 1.01, 1, 1.01, 0.99],
};
/** 1970-01-01 was a Thursday. */
const WEEKDAY_OF_DAY_ZERO = 4;

const shapes = new Map<string, Float64Array>();

/**
 * Traffic by slot of the UTC day, mean 1, for a place `utcOffsetHours` from Greenwich (standard time all year).
 * One table a shape and offset; do not write to it.
 */
export function intradayShape(shape: ShapeName, utcOffsetHours: number): Float64Array {
  const name = `${shape}${utcOffsetHours}`;
  const known = shapes.get(name);
  if (known !== undefined) return known;
  const levels = Float64Array.from({ length: SLOTS_PER_DAY }, (_, slot) => {
    const localHour = (slot + 0.5) / 12 + utcOffsetHours;
    return BUMPS[shape].reduce((sum, bump) => sum + bumpAt(bump, localHour), NIGHT_LEVEL[shape]);
  });
  const mean = levels.reduce((sum, level) => sum + level, 0) / SLOTS_PER_DAY;
  const table = levels.map((level) => level / mean);
  shapes.set(name, table);
  return table;
}

function bumpAt(bump: Bump, localHour: number): number {
  const around = (((localHour - bump.localHour) % 24) + 36) % 24;
  const distance = (around - 12) / bump.widthHours;
  return bump.height * Math.exp(-distance * distance * 0.5);
}

/** How busy this weekday is, about 1 on the mean of a week. @param day whole days since 1970-01-01 */
export function weekdayFactor(shape: ShapeName, day: number): number {
  return WEEKDAY_FACTORS[shape][(day + WEEKDAY_OF_DAY_ZERO) % 7] ?? 1;
}
