import { isApplicable } from "#core/model/expected-series.ts";
import type { MetricDefinition } from "#core/model/metric-definition.ts";
import type { Resource, ResourceType, Source } from "#core/model/resource.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { UNSAMPLED_TRAIT } from "#core/model/sampling.ts";
import { typeTitle } from "#core/model/type-title.ts";
import type { CoverageFacts, Gap, TypeCoverage } from "#core/page/page-facts.ts";
import type { ScoreRow, Verdict } from "#core/ports/score-store.ts";

/** Verdicts that say why a series could not be judged. */
const SILENT: readonly Verdict[] = ["no_data", "partial", "not_available", "learning"];
const GAPS_SHOWN = 20;
const NAMES_SHOWN = 5;

/** What is to be seen: metrics and types of config, without the sources that it does without. */
interface Watched extends Pick<RunConfig, "metrics" | "resourceTypes"> {
  readonly leftOut: readonly Source[];
}

/** What the newest day shows of each type of resource, and which series said nothing. */
export function coverageFacts(
  resources: readonly Resource[],
  rows: readonly ScoreRow[],
  watched: Watched,
): CoverageFacts {
  const present = resources.filter(({ status }) => status !== "gone");
  const byId = new Map(present.map((resource) => [resource.resourceId, resource]));
  const rowsByType = Map.groupBy(rows, (row) => byId.get(row.resourceId)?.type);
  const types = [...new Set(present.map(({ type }) => type))].toSorted();
  return {
    types: types.map((type) =>
      typeCoverage(
        type,
        present.filter((resource) => resource.type === type),
        { rows: rowsByType.get(type) ?? [], watched },
      ),
    ),
    gaps: gapsOf(rows, byId),
    stale: present.filter(({ status }) => status === "stale").map(({ name }) => name),
  };
}

function typeCoverage(
  type: ResourceType,
  resources: readonly Resource[],
  day: { readonly rows: readonly ScoreRow[]; readonly watched: Watched },
): TypeCoverage {
  const { metrics, resourceTypes, leftOut } = day.watched;
  const definitions = Object.values(metrics).filter(({ resourceType }) => resourceType === type);
  const unsampled = resources.filter(({ traits }) => traits.includes(UNSAMPLED_TRAIT));
  const sampled = resources.filter((resource) => !unsampled.includes(resource));
  const seriesCount = (isCounted: (metric: MetricDefinition, one: Resource) => boolean) =>
    sampled.reduce((sum, one) => sum + definitions.filter((metric) => isCounted(metric, one)).length, 0);
  const withoutSource = seriesCount(
    (metric, one) => leftOut.includes(metric.collectedBy) && isApplicable(metric, one),
  );
  return {
    type,
    title: typeTitle(type, resourceTypes),
    resources: resources.length,
    verdicts: verdictCounts(day.rows),
    notApplicable: seriesCount((metric, one) => !isApplicable(metric, one)),
    excluded: unsampled.length * definitions.length + withoutSource,
  };
}

function verdictCounts(rows: readonly ScoreRow[]): TypeCoverage["verdicts"] {
  const counts: Record<Verdict, number> = {
    normal: 0,
    warning: 0,
    critical: 0,
    learning: 0,
    flat: 0,
    partial: 0,
    no_data: 0,
    not_available: 0,
  };
  for (const { verdict } of rows) counts[verdict] += 1;
  return counts;
}

/** Silent series by reason: whole resources first named as such, the rest by metric; real gaps before series that only learn, most first. */
function gapsOf(rows: readonly ScoreRow[], byId: ReadonlyMap<string, Resource>): Gap[] {
  const isSilent = ({ verdict }: ScoreRow) => SILENT.includes(verdict);
  const silentThroughout = new Set(
    [...Map.groupBy(rows, (row) => row.resourceId)]
      .filter(([, group]) => group.length > 1 && group.every(isSilent))
      .map(([resourceId]) => resourceId),
  );
  const groups = Map.groupBy(rows.filter(isSilent), ({ metric, verdict, resourceId }) =>
    [verdict, silentThroughout.has(resourceId) ? "" : metric].join("\n"),
  );
  const gaps = [...groups].flatMap(([key, group]): Gap[] => {
    const [first] = group;
    if (first === undefined) return [];
    const ids = [...new Set(group.map(({ resourceId }) => resourceId))];
    return [
      {
        metric: key.endsWith("\n") ? null : first.metric,
        verdict: first.verdict,
        count: group.length,
        resources: ids.slice(0, NAMES_SHOWN).map((id) => byId.get(id)?.name ?? id),
        moreResources: Math.max(0, ids.length - NAMES_SHOWN),
      },
    ];
  });
  return gaps.toSorted(gapOrder).slice(0, GAPS_SHOWN);
}

function gapOrder(a: Gap, b: Gap): number {
  const rank = ({ verdict }: Gap) => SILENT.indexOf(verdict);
  const isLearning = ({ verdict }: Gap) => Number(verdict === "learning");
  return (
    isLearning(a) - isLearning(b) ||
    b.count - a.count ||
    rank(a) - rank(b) ||
    ((a.metric ?? "") < (b.metric ?? "") ? -1 : 1)
  );
}
