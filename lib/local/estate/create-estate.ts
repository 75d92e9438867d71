import { dayNumber, type UtcDay } from "#core/model/utc-day.ts";
import { planBenignEvents } from "./benign-plan.ts";
import type { Estate, Incident, SlotColumns } from "./estate.ts";
import { ACCOUNTS, fleetMembers } from "./fleet.ts";
import type { FleetMember } from "./fleet-member.ts";
import { type PlannedIncident, planIncidents } from "./incident-plan.ts";
import type { Series } from "./series.ts";
import { buildSeries, metricsOf } from "./series-factory.ts";
import { slotsOnGrid } from "./slot-columns.ts";
import { firstCrossing } from "./static-threshold.ts";
import { dailyTraffic } from "./traffic.ts";

/** What an estate is made from; days are UTC. */
export interface EstateOptions {
  /** Changes the noise and whom the incidents hit; the fleet itself stays the same. */
  readonly seed: number;
  readonly firstDay: UtcDay;
  readonly lastDay: UtcDay;
  /** First day of the daily runs; incidents and events are placed by it. */
  readonly monitoringStart: UtcDay;
  /** False leaves the same estate healthy: the twin to compare with. True by default. */
  readonly hasIncidents?: boolean;
}

const PERIOD_SUMS: readonly string[] = metricsOf("ec2").filter((metric) =>
  metric.includes("_bytes_per_second"),
);

/**
 * The demo estate: 233 EC2 instances, 62 databases and 76 cache nodes whose every number is computed from the seed when it is
 * asked for; a five-minute slot costs some tens of nanoseconds.
 * @throws RangeError if the days are out of order
 * @example createEstate({ seed: 7, firstDay: "2026-08-01", lastDay: "2026-11-21", monitoringStart: "2026-11-01" })
 */
export function createEstate(options: EstateOptions): Estate {
  const { seed, firstDay, lastDay } = options;
  if (firstDay > lastDay) throw new RangeError(`firstDay ${firstDay} is later than lastDay ${lastDay}`);
  const members = fleetMembers(options);
  const resources = members.map((member) => member.resource);
  const benign = planBenignEvents(members, options, seed);
  const planned = planIncidents(resources, options, seed, benign.reserved);
  const seriesOf = seriesStore(options, members, planned, benign);
  const days = { first: dayNumber(firstDay), last: dayNumber(lastDay) };

  function slots(...asked: Parameters<Estate["slots"]>): SlotColumns | null {
    const [resourceId, metric, fromSeconds, stepSeconds, count] = asked;
    const series = seriesOf(resourceId, metric);
    if (series === null) return null;
    const source = { series, days, isPeriodSum: PERIOD_SUMS.includes(metric) };
    return slotsOnGrid(source, { fromSeconds, stepSeconds, count });
  }

  const empty = { seed, firstDay, lastDay, accounts: ACCOUNTS, resources, slots };
  const healthy: Estate = { ...empty, incidents: [], benignEvents: benign.events };
  if (options.hasIncidents === false) return healthy;
  return { ...healthy, incidents: planned.map((incident) => withThreshold(healthy, incident)) };
}

function withThreshold(estate: Estate, planned: PlannedIncident): Incident {
  const { id, kind, resourceId, metric, onset, impact } = planned;
  const resource = estate.resources.find((candidate) => candidate.resourceId === resourceId);
  const staticThreshold = resource === undefined ? null : firstCrossing(estate, resource, metric, onset);
  return { id, kind, resourceId, metric, onset, impact, staticThreshold };
}

/** Builds a series when it is first asked for and keeps it: a few day tables, no samples. */
function seriesStore(
  options: EstateOptions,
  members: readonly FleetMember[],
  planned: readonly PlannedIncident[],
  benign: ReturnType<typeof planBenignEvents>,
): (resourceId: string, metric: string) => Series | null {
  const hurt = options.hasIncidents === false ? [] : planned.flatMap((incident) => incident.effects);
  const effects = [...benign.effects, ...hurt];
  const healthyOf = new Map(planned.map((incident) => [incident.resourceId, incident.healthy]));
  const range = { first: dayNumber(options.firstDay) - 1, last: dayNumber(options.lastDay) + 1 };
  const resourceOf = new Map(
    members.map((member) => [
      member.resource.resourceId,
      {
        member,
        traffic: dailyTraffic(member, options, range, options.seed),
        series: new Map<string, Series | null>(),
      },
    ]),
  );
  return (resourceId, metric) => {
    const known = resourceOf.get(resourceId);
    if (known === undefined) return null;
    const built = known.series.get(metric);
    if (built !== undefined) return built;
    const series = buildSeries({
      member: known.member,
      metric,
      seed: options.seed,
      days: options,
      range,
      traffic: known.traffic,
      surges: benign.surgesOf(resourceId),
      effects: effects.filter((effect) => effect.resourceId === resourceId && effect.metric === metric),
      healthy: healthyOf.get(resourceId) ?? {},
    });
    known.series.set(metric, series);
    return series;
  };
}
