import { HISTORY_DAYS } from "#core/alerting/choose-notifications.ts";
import { AlertFold } from "#core/alerting/fold-alerts.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { addDays, daysBetween, type UtcDay } from "#core/model/utc-day.ts";
import type { AlertAction, AlertRow } from "#core/ports/alert-store.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import { toldActions } from "#stages/13-alerts/outbox.ts";
import { chosenOf } from "#stages/13-alerts/telling.ts";
import type { Past } from "./read-past.ts";
import type { TellingRun } from "./telling-runs.ts";

/**
 * What the runs would have told people, had the config been in force from the first day of the past on: the alerts of the days are folded
 * and chosen from as 13 does, each run knowing what was said before it. What people were really told on these days it does not know.
 *
 * @param scored - rows of each day, judged by that config
 */
export function replayTelling(
  past: Past,
  scored: ReadonlyMap<UtcDay, readonly ScoreRow[]>,
  { config, runs }: { readonly config: RunConfig; readonly runs: readonly TellingRun[] },
): AlertAction[] {
  const fold = foldBefore(past, config);
  const byDay = Map.groupBy(runs, ({ to }) => to);
  const told: AlertAction[] = [];
  for (const date of daysBetween(past.from, past.to)) {
    const rows = scored.get(date);
    if (rows !== undefined) fold.add({ date, rows });
    for (const run of byDay.get(date) ?? []) told.push(...toldBy(run, fold.result(), { past, config, told }));
  }
  return told;
}

/** The fold with what it takes over from the day before. */
function foldBefore({ from, resources, openBefore, scoredBefore }: Past, config: RunConfig): AlertFold {
  const gone = [...resources.values()].filter(({ status }) => status === "gone");
  const fold = new AlertFold(
    {
      metrics: config.metrics,
      from,
      resolveAfterCleanDays: config.pipeline.alerts.resolveAfterCleanDays,
      goneOn: new Map(gone.map(({ resourceId, lastSeen }) => [resourceId, lastSeen])),
    },
    openBefore,
  );
  for (const day of scoredBefore) fold.add(day);
  return fold;
}

interface Known {
  readonly past: Past;
  readonly config: RunConfig;
  /** By the runs before, on these days. */
  readonly told: readonly AlertAction[];
}

function toldBy(run: TellingRun, alerts: readonly AlertRow[], { past, config, told }: Known): AlertAction[] {
  const since = addDays(run.from, -HISTORY_DAYS);
  const isRecent = ({ openedOn, resolvedOn }: AlertRow) =>
    openedOn >= since || resolvedOn === null || resolvedOn >= since;
  const chosen = chosenOf({
    run,
    newestDay: run.to,
    alerts,
    history: [...past.closedBefore, ...alerts].filter(isRecent),
    actions: [...past.actions.filter((action) => isSaidBefore(action, run, past.from)), ...told],
    resources: past.resources,
    config,
  });
  return toldActions(chosen, run, run.to);
}

/** What people said until the run, and what they had been told before these days. */
function isSaidBefore({ action, scoredOn, actedAt }: AlertAction, run: TellingRun, from: UtcDay): boolean {
  return action === "told" ? scoredOn < from : actedAt < run.startedAt;
}
