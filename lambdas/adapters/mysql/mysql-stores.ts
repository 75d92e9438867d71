import type { Stores } from "#core/ports/stores.ts";
import { appendAction, readActions } from "./alert-action-store.ts";
import { alertsNotClosedBefore, alertsOfSeries, alertsOpenOn, applyAlertChanges } from "./alert-store.ts";
import { type Database, type DatabaseLimits, openDatabase } from "./connect.ts";
import type { ConnectionSettings } from "./connection-settings.ts";
import { readHistory } from "./daily-history.ts";
import { countStatuses, newestDailyValueDay, replaceDay } from "./daily-value-store.ts";
import { readHealth, replaceHealth } from "./health-store.ts";
import { readInventory, upsertInventory } from "./inventory-store.ts";
import type { RenewSettings } from "./login-renewal.ts";
import { missingRights } from "./missing-rights.ts";
import { markNotificationsSent, unsentNotifications, wasMessageWritten } from "./notification-store.ts";
import { leaseState, releaseLease, takeLease } from "./run-lease.ts";
import { closeRun, coveredDays, findRun, newestCompleteDay, openRun } from "./run-log-store.ts";
import { requireKnownSchema } from "./schema-state.ts";
import { readScoreDays, readScoreSeries, replaceScores } from "./score-store.ts";

/**
 * All ports to the tables on one pool; nothing is connected before the first call. Close it when the work is done.
 *
 * @param renew as for {@link openDatabase}
 */
export function openStores(
  settings: ConnectionSettings,
  limits: DatabaseLimits = {},
  renew: RenewSettings | null = null,
): Stores {
  return storesOn(openDatabase(settings, limits, renew));
}

/** All ports to the tables of an open database. */
export function storesOn(database: Database): Stores {
  return {
    lease: {
      take: (runId, ttlSeconds) => takeLease(database, runId, ttlSeconds),
      release: (runId) => releaseLease(database, runId),
      state: () => leaseState(database),
    },
    runLog: {
      open: (opening) => openRun(database, opening),
      close: (closing, steps) => closeRun(database, closing, steps),
      find: (runId) => findRun(database, runId),
      newestCompleteDay: () => newestCompleteDay(database),
      coveredDays: (from, to) => coveredDays(database, from, to),
    },
    dailyValues: {
      replaceDay: (epoch, runId, date, rows) => replaceDay(database, { epoch, runId }, date, rows),
      readHistory: (from, to) => readHistory(database, from, to),
      countStatuses: (from, to) => countStatuses(database, from, to),
      newestDay: () => newestDailyValueDay(database),
    },
    inventory: {
      upsert: (epoch, runId, resources) => upsertInventory(database, { epoch, runId }, resources),
      readAll: () => readInventory(database),
    },
    scores: {
      replaceDate: (epoch, provenance, date, rows) =>
        replaceScores(database, { ...provenance, epoch }, date, rows),
      readDays: (from, to) => readScoreDays(database, from, to),
      readSeries: (series, from, to) => readScoreSeries(database, series, from, to),
    },
    health: {
      replaceDate: (epoch, runId, date, rows) => replaceHealth(database, { epoch, runId }, date, rows),
      read: (from, to) => readHealth(database, from, to),
    },
    alerts: {
      openOn: (day) => alertsOpenOn(database, day),
      notClosedBefore: (day) => alertsNotClosedBefore(database, day),
      ofSeries: (series) => alertsOfSeries(database, series),
      apply: (epoch, provenance, changes) => applyAlertChanges(database, { ...provenance, epoch }, changes),
      readActions: (since) => readActions(database, since),
      appendAction: (action) => appendAction(database, action),
      wasMessageWritten: (scoredOn, exceptRunId) => wasMessageWritten(database, scoredOn, exceptRunId),
      unsent: () => unsentNotifications(database),
      markSent: (keys, sentAt) => markNotificationsSent(database, keys, sentAt),
    },
    requireKnownSchema: () => requireKnownSchema(database),
    missingRights: () => missingRights(database),
    close: () => database.pool.end(),
  };
}
