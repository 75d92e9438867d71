import { NO_PREDICTION, type PredictionDay } from "#core/model/prediction-day.ts";
import type { Resource } from "#core/model/resource.ts";
import { isMuteOn, isYoungOn } from "#core/model/resource-group.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import { withMembersPast } from "./inherited-past.ts";
import { daysOf, type Fleet, sameMetric } from "./kin.ts";
import type { KnownSeries } from "./known-series.ts";
import { predictResource } from "./predict-resource.ts";

/** An instance in a group. */
export interface Member {
  readonly self: Resource;
  /** The resource that stands for the group; none while most members are old. */
  readonly group: Resource | undefined;
  readonly others: readonly Resource[];
}

/**
 * Judges an instance by its own past; while it is young by that of its group, or not at all where the group is judged in its place. Where
 * another member has taken its place it is not silent.
 */
export function predictMember(
  series: readonly KnownSeries[],
  member: Member,
  fleet: Fleet,
): PredictionDay[][] {
  const { self, group } = member;
  const days = daysOf(fleet);
  const own = predictResource(series, fleet.passes, fleet.settings);
  const isYoung = days.map(({ date }) => isYoungOn(self, date));
  const isMute = days.map(({ date }) => isMuteOn(self, group, date));
  const inherited = isYoung.some((young, index) => young && isMute[index] === false)
    ? predictResource(
        series.map((one) => withMembersPast(one, sameMetric(one, member.others, fleet), fleet.historyFrom)),
        fleet.passes,
        fleet.settings,
      )
    : own;
  return series.map((one, at) =>
    days.map(({ date, index }, place) => {
      const { silence: said } = own[at]?.[place] ?? NO_PREDICTION;
      const silence = said === "stopped" && isReplaced(one, member, { date, index, fleet }) ? null : said;
      if (isMute[place] === true) return { ...NO_PREDICTION, silence };
      const day = (isYoung[place] === true ? inherited : own)[at]?.[place] ?? NO_PREDICTION;
      return { ...day, silence };
    }),
  );
}

/** True where another member began when this one ended, and sends data on the day: one has taken the other's place. */
function isReplaced(
  { history, values }: KnownSeries,
  { others }: Member,
  { date, index, fleet }: { readonly date: UtcDay; readonly index: number; readonly fleet: Fleet },
): boolean {
  const ended = addDays(
    fleet.historyFrom,
    values.findLastIndex((value, day) => day <= index && !Number.isNaN(value)),
  );
  return others.some(({ resourceId, firstSeen }) => {
    if (firstSeen < addDays(ended, -1) || firstSeen > date) return false;
    const same = fleet.byResource.get(resourceId)?.find((one) => one.history.metric === history.metric);
    return same !== undefined && !Number.isNaN(same.values[index] ?? Number.NaN);
  });
}
