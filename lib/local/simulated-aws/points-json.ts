import type { Points } from "./metric-points.ts";

/** The insides of the two JSON arrays of a result, for its points from `first` to before `end` in the order of sending. */
export type PointsWriter = (
  points: Points,
  first: number,
  end: number,
) => { readonly timestamps: string; readonly values: string };

/** A writer for one page. The timestamps of a whole window are written once and shared by all results that have every point. */
export function createPointsWriter(isNewestFirst: boolean): PointsWriter {
  const shared = new Map<string, string>();
  return (points, first, end) => {
    const t = cut(points.t, first, end, isNewestFirst);
    const key = windowKey(t);
    const known = key === null ? undefined : shared.get(key);
    const timestamps = known ?? t.join(",");
    if (key !== null && known === undefined) {
      shared.set(key, timestamps);
    }
    return { timestamps, values: cut(points.values, first, end, isNewestFirst).join(",") };
  };
}

function cut(list: readonly number[], first: number, end: number, isNewestFirst: boolean): readonly number[] {
  const whole = first === 0 && end === list.length;
  if (!isNewestFirst) {
    return whole ? list : list.slice(first, end);
  }
  return list.slice(list.length - end, list.length - first).reverse();
}

/** Ends and length say all of equally spaced points; null where there are holes, which could lie anywhere. */
function windowKey(t: readonly number[]): string | null {
  const first = t[0];
  const second = t[1];
  const last = t.at(-1);
  if (first === undefined || second === undefined || last === undefined) {
    return null;
  }
  const step = second - first;
  return last - first === step * (t.length - 1) ? `${first} ${step} ${t.length}` : null;
}
