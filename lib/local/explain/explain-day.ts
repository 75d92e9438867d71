import type { Evidence } from "#core/alerting/conditions.ts";
import { judgeDay } from "#core/alerting/day-judgement.ts";
import type { Resource } from "#core/model/resource.ts";
import { groupMembers, instanceGroupId, isInstanceGroup } from "#core/model/resource-group.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { addDays, daysBetween, type UtcDay } from "#core/model/utc-day.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import type { SeriesHistory, Stores } from "#core/ports/stores.ts";
import { otherRole } from "#stages/09-baseline/role-swap.ts";
import { historyFromOf, judgedSeries } from "#stages/09-baseline/run.ts";
import { scoreDays } from "#stages/10-score/score-days.ts";
import { UsageError } from "../command-line/usage-error.ts";

export interface Asked {
  readonly resource: string;
  readonly metric: string;
  readonly date: UtcDay;
}

/** Everything that decided what a series-day was called, and whether it still would be. */
export interface Explanation {
  readonly resource: Pick<Resource, "resourceId" | "name" | "owner">;
  readonly metric: string;
  readonly date: UtcDay;
  /** The scored statistic of the last 60 days; null: no value. */
  readonly series: readonly { readonly date: UtcDay; readonly value: number | null }[];
  /** The day's score, computed now; null: the series has no row for the day. */
  readonly computed: ScoreRow | null;
  readonly stored: ScoreRow | null;
  /** Columns in which the two differ, with both values. */
  readonly differences: readonly {
    readonly column: string;
    readonly stored: unknown;
    readonly computed: unknown;
  }[];
  readonly evidence: readonly Evidence[];
  /** Alerts of the series that are open on the day, and what was said of the series. */
  readonly alerts: readonly AlertRow[];
  readonly said: readonly AlertAction[];
}

const SHOWN_DAYS = 60;
const EVER = "1970-01-01";

/**
 * Computes a day of a series anew from the stored daily values and sets it beside what is stored.
 * @throws UsageError if the resource or the metric is not known
 */
export async function explainDay(
  asked: Asked,
  config: RunConfig,
  stores: Pick<Stores, "dailyValues" | "inventory" | "scores" | "alerts">,
): Promise<Explanation> {
  const resources = await stores.inventory.readAll();
  const resource = resourceOf(resources, asked.resource);
  const metric = config.metrics[asked.metric];
  if (metric === undefined) throw new UsageError(`--metric ${asked.metric}: the config has no such metric`);
  const yesterday = addDays(asked.date, -1);
  const kin = new Set(kinOf(resource, resources));
  const histories = (await stores.dailyValues.readHistory(historyFromOf(yesterday), asked.date)).filter(
    ({ resourceId }) => kin.has(resourceId),
  );
  const isAsked = (row: { resourceId: string; metric: string }) =>
    row.resourceId === resource.resourceId && row.metric === asked.metric;
  const range = { from: yesterday, to: asked.date };
  const judged = judgedSeries({ histories, resources }, config, range).find(isAsked);
  const { severity } = config.pipeline.health;
  const rows = judged === undefined ? [] : scoreDays(judged, metric, { scoredFrom: yesterday, severity });
  const computed = rows.find((row) => row.date === asked.date) ?? null;
  const stored = await storedRow(stores, asked.date, isAsked);
  const share = rows.find((row) => row.date === yesterday)?.aboveZeroShare ?? null;
  const evidence = computed === null ? [] : judgeDay(metric, computed, share).flatMap((day) => day.evidence);
  return {
    resource: { resourceId: resource.resourceId, name: resource.name, owner: resource.owner },
    metric: asked.metric,
    date: asked.date,
    series: shownValues(histories.find(isAsked), metric.scoredStatistic, asked.date),
    computed,
    stored,
    differences: differencesOf(stored, computed),
    evidence,
    alerts: (await stores.alerts.openOn(asked.date)).filter(isAsked),
    said: (await stores.alerts.readActions(EVER)).filter(isAsked),
  };
}

function resourceOf(resources: readonly Resource[], name: string): Resource {
  const found = resources.filter((resource) => resource.resourceId === name || resource.name === name);
  const [first] = found;
  if (first === undefined) throw new UsageError(`--resource ${name}: the inventory has no such resource`);
  if (found.length === 1) return first;
  throw new UsageError(
    `--resource ${name}: give one of ${found.map(({ resourceId }) => resourceId).join(", ")}`,
  );
}

/** The resource, and whoever decides with it how it is judged: a group's members, a member's group and the other members, the other role of an Aurora cluster. */
function kinOf(resource: Resource, resources: readonly Resource[]): string[] {
  const groupId = isInstanceGroup(resource) ? resource.resourceId : instanceGroupId(resource);
  const members = groupId === null ? [] : (groupMembers(resources).get(groupId) ?? []);
  return [
    resource.resourceId,
    otherRole(resource.resourceId),
    ...members.map(({ resourceId }) => resourceId),
  ];
}

async function storedRow(
  { scores }: Pick<Stores, "scores">,
  date: UtcDay,
  isAsked: (row: ScoreRow) => boolean,
): Promise<ScoreRow | null> {
  for await (const day of scores.readDays(date, date)) return day.rows.find(isAsked) ?? null;
  return null;
}

function shownValues(
  history: SeriesHistory | undefined,
  statistic: "min" | "max" | "avg" | "p95",
  date: UtcDay,
) {
  const column = history?.[statistic] ?? new Float64Array();
  const days = daysBetween(addDays(date, 1 - SHOWN_DAYS), date);
  return days.map((day, index) => {
    const value = column.at(index - days.length) ?? Number.NaN;
    return { date: day, value: Number.isNaN(value) ? null : value };
  });
}

/** Column by column; equal means the same number to the last bit. */
function differencesOf(stored: ScoreRow | null, computed: ScoreRow | null): Explanation["differences"] {
  if (stored === null || computed === null)
    return stored === computed
      ? []
      : [{ column: "row", stored: stored !== null, computed: computed !== null }];
  const now = new Map<string, unknown>(Object.entries(computed));
  return Object.entries(stored).flatMap(([column, value]) => {
    const other = now.get(column);
    return JSON.stringify(value) === JSON.stringify(other)
      ? []
      : [{ column, stored: value, computed: other }];
  });
}
