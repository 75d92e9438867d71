import { NO_PREDICTION, type PredictionDay } from "#core/model/prediction-day.ts";
import type { Resource } from "#core/model/resource.ts";
import { groupMembers, instanceGroupId, isInstanceGroup } from "#core/model/resource-group.ts";
import { withMeanPast } from "./inherited-past.ts";
import { daysOf, type Fleet, sameMetric } from "./kin.ts";
import type { KnownSeries } from "./known-series.ts";
import { predictMember } from "./predict-member.ts";
import { predictResource } from "./predict-resource.ts";
import { otherRole, withoutRoleSwap } from "./role-swap.ts";

type Series = readonly KnownSeries[];

/**
 * How each resource of a fleet is judged: by its own past, unless another has to do with it. A group of instances has the mean of its members
 * on days on which it was no resource; {@link predictMember} says how they are judged; writer and readers of a cluster may swap roles.
 * @returns a function of a resource and its series: per series one entry per day of the passes
 */
export function predictorOf(fleet: Fleet): (resourceId: string, series: Series) => PredictionDay[][] {
  const byId = new Map(fleet.resources.map((resource) => [resource.resourceId, resource]));
  const members = groupMembers(fleet.resources);
  return (resourceId, series) => {
    const otherSeries = fleet.byResource.get(otherRole(resourceId));
    if (otherSeries !== undefined) return predictRole(series, otherSeries, fleet);
    const self = byId.get(resourceId);
    if (self === undefined) return predictResource(series, fleet.passes, fleet.settings);
    if (isInstanceGroup(self)) return predictGroup(series, members.get(resourceId) ?? [], fleet);
    const groupId = instanceGroupId(self);
    if (groupId === null) return predictResource(series, fleet.passes, fleet.settings);
    const others = (members.get(groupId) ?? []).filter((other) => other !== self);
    return predictMember(series, { self, group: byId.get(groupId), others }, fleet);
  };
}

function predictGroup(series: Series, members: readonly Resource[], fleet: Fleet): PredictionDay[][] {
  const whole = series.map((one) => withMeanPast(one, sameMetric(one, members, fleet)));
  return predictResource(whole, fleet.passes, fleet.settings);
}

function predictRole(series: Series, otherSeries: Series, fleet: Fleet): PredictionDay[][] {
  const own = predictResource(series, fleet.passes, fleet.settings);
  const others = predictResource(otherSeries, fleet.passes, fleet.settings);
  const days = daysOf(fleet);
  return series.map((one, at) => {
    const partner = otherSeries.findIndex(({ history }) => history.metric === one.history.metric);
    return days.map(({ index }, place) =>
      withoutRoleSwap(
        seen(one, own[at]?.[place], index),
        seen(otherSeries[partner], others[partner]?.[place], index),
      ),
    );
  });
}

function seen(series: KnownSeries | undefined, day: PredictionDay | undefined, index: number) {
  return { day: day ?? NO_PREDICTION, value: series?.values[index] ?? Number.NaN };
}
