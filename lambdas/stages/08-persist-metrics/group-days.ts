import { hasValue } from "#core/model/daily-value.ts";
import { existedOn } from "#core/model/expected-series.ts";
import type { Resource } from "#core/model/resource.ts";
import { groupMembers, isInstanceGroup } from "#core/model/resource-group.ts";
import type { UtcDay } from "#core/model/utc-day.ts";
import type { DailyValueRow } from "#core/ports/stores.ts";

/** Rows of the groups of instances on one day, from the rows of their members. */
export function groupRowsOfDay(
  day: UtcDay,
  rows: readonly DailyValueRow[],
  resources: readonly Resource[],
): DailyValueRow[] {
  const groups = resources.filter((resource) => isInstanceGroup(resource) && existedOn(resource, day));
  if (groups.length === 0) return [];
  const rowsOf = Map.groupBy(rows, (row) => row.resourceId);
  const members = groupMembers(resources);
  return groups.flatMap(({ resourceId }) => {
    const own = (members.get(resourceId) ?? []).flatMap((member) => rowsOf.get(member.resourceId) ?? []);
    return [...Map.groupBy(own, (row) => row.metric).values()].map((ofMetric) => ({
      ...averageMember(ofMetric),
      resourceId,
    }));
  });
}

/**
 * The day of the average member: each statistic is the mean over the members, weighted by how much of the day each lived. Slots are those of one
 * place in the group, so that a member and its successor fill a day together. A group of which a member failed is `failed`: it must not replace
 * a day that was whole.
 * @param members - rows of one metric and day, one at least
 */
function averageMember(members: readonly DailyValueRow[]): DailyValueRow {
  const [first] = members;
  if (first === undefined) throw new RangeError("averageMember requires at least one member");
  const valued = members.filter(hasValue);
  const nothing = { min: null, max: null, avg: null, p95: null, slotsGot: null, slotsAboveZero: null };
  const status = members.some((row) => row.status === "failed") ? "failed" : valued[0]?.status;
  if (status === undefined || status === "failed") {
    const isSilent = members.some((row) => row.status === "no_data");
    return {
      ...{ ...first, ...nothing, resolution: "none" },
      status: status ?? (isSilent ? "no_data" : "not_available"),
    };
  }
  const { slotsExpected } = first;
  const weights = valued.map(({ slotsGot }) => slotsGot ?? slotsExpected);
  const mean = (read: (row: DailyValueRow) => number | null) => weightedMean(valued.map(read), weights);
  const isCounted = valued.every(({ slotsGot }) => slotsGot !== null);
  const slotsGot = isCounted ? Math.min(slotsExpected, sum(weights)) : null;
  const shareAboveZero = mean(({ slotsAboveZero, slotsGot: got }) => shareOf(slotsAboveZero, got));
  return {
    ...first,
    status: valued.some((row) => row.status === "ok") ? "ok" : "partial",
    resolution: isCounted ? "samples" : "daily",
    min: mean(({ min }) => min),
    max: mean(({ max }) => max),
    avg: mean(({ avg }) => avg),
    p95: mean(({ p95 }) => p95),
    slotsGot,
    slotsAboveZero:
      slotsGot === null || shareAboveZero === null ? null : Math.round(shareAboveZero * slotsGot),
  };
}

function shareOf(slots: number | null, of: number | null): number | null {
  return slots === null || of === null || of === 0 ? null : slots / of;
}

/** Null where a value is missing: the mean of the others would be that of another group. */
function weightedMean(values: readonly (number | null)[], weights: readonly number[]): number | null {
  let total = 0;
  for (const [index, value] of values.entries()) {
    if (value === null) return null;
    total += value * (weights[index] ?? 0);
  }
  const weight = sum(weights);
  return weight === 0 ? null : total / weight;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
