import { CHAT_TOPIC } from "#contract/topics.ts";
import { alertChanges } from "#core/alerting/alert-changes.ts";
import { HISTORY_DAYS } from "#core/alerting/choose-notifications.ts";
import { type DayCoverage, dayCoverage } from "#core/alerting/day-coverage.ts";
import { AlertFold, REPLAY_DAYS } from "#core/alerting/fold-alerts.ts";
import { expiredSilences } from "#core/alerting/silences.ts";
import { byLine } from "#core/alerting/told.ts";
import { CANARY_MISSED, isCanaryFound } from "#core/canary/is-canary-found.ts";
import type { Archive } from "#core/model/archive.ts";
import { readRows, readRunConfig } from "#core/model/archive-rows.ts";
import { readResources } from "#core/model/read-resources.ts";
import type { Resource } from "#core/model/resource.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { ScoreSeries } from "#core/model/score-series.ts";
import { NO_COUNTS } from "#core/model/stage-report.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import type { AlertRow, Notification } from "#core/ports/alert-store.ts";
import type { Stores } from "#core/ports/stores.ts";
import { closingRows } from "./closing-rows.ts";
import { outboxMessages, toldActions } from "./outbox.ts";
import type { Answer, Event } from "./schema.ts";
import { scoredDays } from "./scored-days.ts";
import { chosenOf, heartbeatsOf, messagesOf, type Situation, silenceWarnings } from "./telling.ts";

interface Ports {
  readonly archive: Archive;
  readonly stores: Pick<Stores, "scores" | "alerts" | "inventory">;
}

/** The beginning of time for "was anybody ever told anything". */
const EVER = "1970-01-01";

/** Folds the recomputed days into the alerts, writes what people will be told, and hands over the messages that wait. */
export async function evaluateAlerts({ run, scored }: Event, ports: Ports): Promise<Answer> {
  const config = await readRunConfig(ports.archive, run);
  const { from, to } = scored.recompute;
  const known = await readResources(run, ports.archive, ports.stores.inventory);
  const resources = new Map(known.map((resource) => [resource.resourceId, resource]));
  const { folded, coverage } = await fold({ run, scored }, config, resources, ports);
  const actions = (await ports.stores.alerts.readActions(EVER)).filter(
    (action) => action.runId !== run.runId,
  );
  const stored = await ports.stores.alerts.notClosedBefore(addDays(from, -HISTORY_DAYS));
  const mayChange = stored.filter((alert) => !isClosedBefore(alert, from));
  const changes = alertChanges(folded, mayChange, byLine(actions), to);
  const history = [...stored.filter((alert) => isClosedBefore(alert, from)), ...changes.upserts];
  const situation = { run, newestDay: to, alerts: changes.upserts, history, actions, resources, config };
  const chosen = chosenOf(situation);
  const news = messagesOf(chosen, situation);
  const isSilent = news.length === 0 && (await owesHeartbeat(situation, ports));
  const messagesOfDay = isSilent ? heartbeatsOf(coverage, chosen, situation) : news;
  const notifications = [...messagesOfDay, ...closingRows(mayChange, situation, messagesOfDay)];
  if (!run.isDryRun) {
    const told = news.length === 0 ? [] : toldActions(chosen, run, to);
    await ports.stores.alerts.apply(run.epoch, run, { ...changes, actions: told, notifications });
  }
  const isFound = isCanaryFound(await readRows(ports.archive, scored.canaryKey, ScoreSeries), to);
  const open = changes.upserts.filter((alert) => alert.state === "open" || alert.state === "acknowledged");
  const messages = run.isDryRun
    ? []
    : outboxMessages(await waiting(config, ports), { alerts: history, resources });
  const counts = {
    ...NO_COUNTS,
    in: folded.length,
    out: changes.upserts.length,
    skipped: changes.deletes.length,
  };
  return {
    state: "ok",
    counts,
    warnings: [...(isFound ? [] : [CANARY_MISSED]), ...silenceWarnings(chosen), ...endedSilences(situation)],
    messages,
    openAlerts: open.length,
    notifications: chosen.notifications.length,
    isCanaryFound: isFound,
  };
}

/** Without those of a chat that config has switched off since: its topic is gone. */
async function waiting({ pipeline }: RunConfig, { stores }: Ports): Promise<Notification[]> {
  const unsent = await stores.alerts.unsent();
  return unsent.filter(({ topic }) => topic !== CHAT_TOPIC || pipeline.alerts.chat);
}

function endedSilences({ run, config, newestDay }: Situation): string[] {
  return run.tellsPeople ? expiredSilences(config.pipeline.alerts.silences, newestDay) : [];
}

/** Once per newest scored day, and not where a message of that day was heard already. */
async function owesHeartbeat({ run, config, newestDay }: Situation, { stores }: Ports): Promise<boolean> {
  if (!run.tellsPeople || !config.pipeline.alerts.heartbeat) return false;
  return !(await stores.alerts.wasMessageWritten(newestDay, run.runId));
}

/** Such an alert the fold leaves as it is. */
function isClosedBefore({ openedOn, resolvedOn }: AlertRow, day: UtcDay): boolean {
  return openedOn < day && resolvedOn !== null && resolvedOn < day;
}

async function fold(
  { run, scored }: Event,
  config: RunConfig,
  resources: ReadonlyMap<string, Resource>,
  ports: Ports,
): Promise<{ folded: AlertRow[]; coverage: DayCoverage }> {
  const { from, to } = scored.recompute;
  const gone = [...resources.values()].filter((resource) => resource.status === "gone");
  const alerts = new AlertFold(
    {
      metrics: config.metrics,
      from,
      resolveAfterCleanDays: config.pipeline.alerts.resolveAfterCleanDays,
      goneOn: new Map(gone.map((resource) => [resource.resourceId, resource.lastSeen])),
    },
    await ports.stores.alerts.openOn(addDays(from, -1)),
  );
  let coverage = dayCoverage([]);
  const range = { from: addDays(from, -REPLAY_DAYS), to };
  for await (const day of scoredDays({ run, scoredKey: scored.key, scoredFrom: from, range }, ports)) {
    alerts.add(day);
    if (day.date === to) coverage = dayCoverage(day.rows);
  }
  return { folded: alerts.result(), coverage };
}
