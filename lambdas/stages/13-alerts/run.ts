import { stageObjectKey } from "#contract/object-keys.ts";
import { alertChanges } from "#core/alerting/alert-changes.ts";
import { type Chosen, chooseNotifications } from "#core/alerting/choose-notifications.ts";
import { composeMessage } from "#core/alerting/compose-message.ts";
import { AlertFold, REPLAY_DAYS } from "#core/alerting/fold-alerts.ts";
import { byLine } from "#core/alerting/told.ts";
import { CANARY_MISSED, isCanaryFound } from "#core/canary/is-canary-found.ts";
import type { Archive } from "#core/model/archive.ts";
import { readRows, readRunConfig } from "#core/model/archive-rows.ts";
import { Resource } from "#core/model/resource.ts";
import type { Run } from "#core/model/run.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { ScoreSeries } from "#core/model/score-series.ts";
import { NO_COUNTS } from "#core/model/stage-report.ts";
import { addDays, type UtcDay } from "#core/model/utc-day.ts";
import type { AlertAction, AlertRow, Notification } from "#core/ports/alert-store.ts";
import type { Stores } from "#core/ports/stores.ts";
import { outboxMessages, toldActions } from "./outbox.ts";
import type { Answer, Event } from "./schema.ts";
import { scoredDays } from "./scored-days.ts";

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
  const resources = await readResources(run, ports);
  const folded = await fold({ run, scored }, config, resources, ports);
  const actions = (await ports.stores.alerts.readActions(EVER)).filter(
    (action) => action.runId !== run.runId,
  );
  const stored = await ports.stores.alerts.notClosedBefore(from);
  const changes = alertChanges(folded, stored, byLine(actions), to);
  const chosen = run.tellsPeople ? choose(changes.upserts, actions, { run, to }, config) : NOTHING;
  const notifications = compose(chosen, { run, to, resources, isStarting: !wasEverTold(actions) }, config);
  if (!run.isDryRun) {
    const told = notifications.length === 0 ? [] : toldActions(chosen, run, to);
    await ports.stores.alerts.apply(run.epoch, run, { ...changes, actions: told, notifications });
  }
  const isFound = isCanaryFound(await readRows(ports.archive, scored.canaryKey, ScoreSeries), to);
  const open = changes.upserts.filter((alert) => alert.state === "open" || alert.state === "acknowledged");
  const messages = run.isDryRun ? [] : outboxMessages(await ports.stores.alerts.unsent());
  const counts = {
    ...NO_COUNTS,
    in: folded.length,
    out: changes.upserts.length,
    skipped: changes.deletes.length,
  };
  return {
    state: "ok",
    counts,
    warnings: isFound ? [] : [CANARY_MISSED],
    messages,
    openAlerts: open.length,
    notifications: chosen.notifications.length,
    isCanaryFound: isFound,
  };
}

const NOTHING: Chosen = { notifications: [], digest: [] };

async function fold(
  { run, scored }: Event,
  config: RunConfig,
  resources: ReadonlyMap<string, Resource>,
  ports: Ports,
): Promise<AlertRow[]> {
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
  const range = { from: addDays(from, -REPLAY_DAYS), to };
  for await (const day of scoredDays({ run, scoredKey: scored.key, scoredFrom: from, range }, ports))
    alerts.add(day);
  return alerts.result();
}

function choose(
  alerts: readonly AlertRow[],
  actions: readonly AlertAction[],
  when: { run: Run; to: UtcDay },
  config: RunConfig,
): Chosen {
  return chooseNotifications(alerts, {
    newestDay: when.to,
    notificationsPerDay: config.pipeline.alerts.notificationsPerDay,
    actions: byLine(actions),
    startingFrom: wasEverTold(actions) ? null : when.run.from,
  });
}

function wasEverTold(actions: readonly AlertAction[]): boolean {
  return actions.some(({ action }) => action === "told");
}

function compose(
  chosen: Chosen,
  context: { run: Run; to: UtcDay; resources: ReadonlyMap<string, Resource>; isStarting: boolean },
  config: RunConfig,
): Omit<Notification, "sentAt">[] {
  const { run, to, resources, isStarting } = context;
  const { dashboardUrl, runbookUrl } = config.pipeline.alerts;
  const message = composeMessage(chosen, {
    metrics: config.metrics,
    resources,
    newestDay: to,
    isStarting,
    dashboardUrl,
    runbookUrl,
  });
  if (message === null) return [];
  const told = [...chosen.notifications, ...chosen.digest].flatMap((group) => group.alerts);
  const kind = isStarting ? "starting" : chosen.notifications.length > 0 ? "daily" : "digest";
  return [
    {
      runId: run.runId,
      topic: "notifications",
      seq: 0,
      scoredOn: to,
      kind,
      ...message,
      told: told.map(keyOf),
      createdAt: run.startedAt,
    },
  ];
}

function keyOf({ resourceId, metric, direction, class: alertClass, openedOn }: AlertRow) {
  return { resourceId, metric, direction, class: alertClass, openedOn };
}

async function readResources(run: Run, { archive, stores }: Ports): Promise<ReadonlyMap<string, Resource>> {
  const resources = run.isDryRun
    ? await readRows(archive, stageObjectKey(run.runId, "01-inventory", "inventory"), Resource)
    : await stores.inventory.readAll();
  return new Map(resources.map((resource) => [resource.resourceId, resource]));
}
