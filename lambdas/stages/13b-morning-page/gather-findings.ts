import { worstAlertFirst } from "#core/alerting/group-causes.ts";
import { actionsOn, byLine } from "#core/alerting/told.ts";
import { tellingOf } from "#core/alerting/told-note.ts";
import type { Resource } from "#core/model/resource.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { typeTitle } from "#core/model/type-title.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import { forecastOf } from "#core/page/forecast-of.ts";
import type { Finding, ShownAlert, ToldAs } from "#core/page/page-facts.ts";
import { MAX_CARDS } from "#core/page/render-page.ts";
import { sortFindings } from "#core/page/sort-findings.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import type { Stores } from "#core/ports/stores.ts";

/** Days that a control chart goes back. */
const CHART_DAYS = 60;
/** Days of what people said and were told that can still belong to an open alert. */
const ACTION_DAYS = 120;

interface Place {
  readonly today: UtcDay;
  readonly runId: string;
  readonly config: Pick<RunConfig, "metrics" | "resourceTypes">;
}

/** The open alerts by resource, worst first; those that the page draws come with their series and their past. */
export async function gatherFindings(
  place: Place,
  day: { readonly resources: readonly Resource[]; readonly rows: readonly ScoreRow[] },
  stores: Pick<Stores, "alerts" | "scores">,
): Promise<Finding[]> {
  const open = (await stores.alerts.openOn(place.today)).filter((alert) => alert.class !== "statistical");
  const actions = byLine(await stores.alerts.readActions(addDays(place.today, -ACTION_DAYS)));
  const rows = new Map(day.rows.map((row) => [seriesOf(row), row]));
  const passed = new Set(open.filter((alert) => alert.class === "limit").map(seriesOf));
  const shown = open
    .toSorted(worstAlertFirst)
    .map((alert) => shownAlert(alert, { ...place, rows, actions, passed }));
  const resources = new Map(day.resources.map((resource) => [resource.resourceId, resource]));
  const findings = [...Map.groupBy(shown, ({ alert }) => alert.resourceId)].map(([resourceId, alerts]) => {
    const resource = resources.get(resourceId) ?? null;
    const title = resource === null ? "" : typeTitle(resource.type, place.config.resourceTypes);
    return { resourceId, resource, typeTitle: title, alerts };
  });
  const { isNew, isStillOpen } = sortFindings(findings);
  const drawn = new Set([...isNew, ...isStillOpen].slice(0, MAX_CARDS));
  return Promise.all(
    findings.map(async (one) => (drawn.has(one) ? withPast(one, place.today, stores) : one)),
  );
}

function seriesOf({ resourceId, metric }: Pick<ScoreRow, "resourceId" | "metric">): string {
  return `${resourceId}\n${metric}`;
}

function shownAlert(
  alert: AlertRow,
  known: Place & {
    readonly rows: ReadonlyMap<string, ScoreRow>;
    readonly actions: ReadonlyMap<string, readonly AlertAction[]>;
    /** Series beyond their hard limit already: nothing is forecast of them. */
    readonly passed: ReadonlySet<string>;
  },
): ShownAlert {
  const actions = actionsOn(alert, known.actions, known.today);
  const row = known.rows.get(seriesOf(alert));
  const told = actions.filter(({ action }) => action === "told");
  return {
    alert,
    metric: known.config.metrics[alert.metric] ?? null,
    toldAs: toldAs(told),
    isNew: told.length > 0 && told.every(({ runId }) => runId === known.runId),
    forecast: row === undefined || known.passed.has(seriesOf(alert)) ? null : forecastOf(row),
    series: [],
    actions,
    earlier: [],
  };
}

function toldAs(told: readonly AlertAction[]): ToldAs {
  if (told.length === 0) return "nobody";
  return told.some(({ note }) => tellingOf(note).kind !== "digest") ? "notification" : "digest";
}

/** The worst alert of a resource is drawn; the others are sentences beside it. */
async function withPast(
  finding: Finding,
  today: UtcDay,
  { scores, alerts }: Pick<Stores, "alerts" | "scores">,
): Promise<Finding> {
  const [worst, ...rest] = finding.alerts;
  if (worst === undefined) return finding;
  const { alert } = worst;
  const series = await scores.readSeries(alert, addDays(today, 1 - CHART_DAYS), today);
  const past = await alerts.ofSeries(alert);
  const earlier = past
    .filter(
      (one) =>
        one.class === alert.class && one.direction === alert.direction && one.openedOn < alert.openedOn,
    )
    .toReversed();
  return { ...finding, alerts: [{ ...worst, series, earlier }, ...rest] };
}
