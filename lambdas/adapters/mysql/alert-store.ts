import * as z from "zod";
import type { UtcDay } from "#core/model/utc-day.ts";
import {
  ALERT_CLASSES,
  ALERT_DIRECTIONS,
  ALERT_SEVERITIES,
  ALERT_STATES,
  type AlertChanges,
  type AlertKey,
  type AlertRow,
} from "#core/ports/alert-store.ts";
import type { Provenance } from "#core/ports/provenance.ts";
import { insertActions } from "./alert-action-store.ts";
import { bulkInsert } from "./bulk-insert.ts";
import type { Database } from "./connect.ts";
import { insertNotifications } from "./notification-store.ts";
import { clearDirtyFrom, fence } from "./run-lease.ts";
import type { SqlValue } from "./session.ts";
import { isoInstant, jsonValue, numberOrNull, sqlInstant, textOf, textOrNull, wordOf } from "./sql-values.ts";
import { inReading, inTransaction } from "./transaction.ts";

const KEY = ["resource_id", "metric_name", "direction", "class", "opened_on"] as const;
const COLUMNS = [
  ...KEY,
  ...[
    "triggered_at",
    "severity",
    "state",
    "last_met_on",
    "resolved_on",
    "resolve_reason",
    "value",
    "expected_low",
  ],
  ...["expected_high", "z", "evidence", "opening_evidence"],
] as const;
const INSERT = {
  table: "infra_anomaly_alerts",
  columns: [...COLUMNS, "config_hash", "code_version", "run_id"],
  keyLength: KEY.length,
  onDuplicate: "replace",
} as const;
const SELECT = `SELECT ${COLUMNS.join(", ")} FROM infra_anomaly_alerts`;
const ORDER = `ORDER BY ${KEY.join(", ")}`;

const Evidence = z.record(z.string(), z.unknown());

/** Alerts that are open on `day`; withdrawn ones left out. */
export async function alertsOpenOn(database: Database, day: UtcDay): Promise<AlertRow[]> {
  const sql = `${SELECT} WHERE opened_on <= ? AND (resolved_on IS NULL OR resolved_on > ?) AND state <> 'withdrawn' ${ORDER}`;
  return readAlerts(database, `reading alerts open on ${day}`, sql, [day, day]);
}

/** Alerts that a fold beginning at `day` may change: opened on it or later, or not resolved before it. */
export async function alertsNotClosedBefore(database: Database, day: UtcDay): Promise<AlertRow[]> {
  const sql = `${SELECT} WHERE opened_on >= ? OR resolved_on IS NULL OR resolved_on >= ? ${ORDER}`;
  return readAlerts(database, `reading alerts from ${day} on`, sql, [day, day]);
}

/** Every alert of a series, oldest first. */
export async function alertsOfSeries(
  database: Database,
  { resourceId, metric }: Pick<AlertKey, "resourceId" | "metric">,
): Promise<AlertRow[]> {
  const sql = `${SELECT} WHERE resource_id = ? AND metric_name = ? ORDER BY opened_on, direction, class`;
  return readAlerts(database, "reading the alerts of one series", sql, [resourceId, metric]);
}

/**
 * Everything that 13 writes, in one fenced transaction: alerts, what was told, the outbox, and the end of `dirty_from`.
 *
 * @throws StageError Superseded
 */
export async function applyAlertChanges(
  database: Database,
  run: Provenance & { readonly epoch: number },
  changes: AlertChanges,
): Promise<void> {
  await inTransaction(database, "writing alerts", async (session) => {
    await fence(session, run.epoch);
    for (const key of changes.deletes) {
      await session.run(
        `DELETE FROM infra_anomaly_alerts WHERE ${KEY.map((column) => `${column} = ?`).join(" AND ")}`,
        keyValues(key),
      );
    }
    const provenance = [run.configHash, run.codeVersion, run.runId];
    await bulkInsert(
      session,
      INSERT,
      changes.upserts.map((alert) => [...alertValues(alert), ...provenance]),
    );
    await insertActions(session, changes.actions);
    await insertNotifications(session, changes.notifications);
    await clearDirtyFrom(session);
  });
}

async function readAlerts(
  database: Database,
  doing: string,
  sql: string,
  values: readonly SqlValue[],
): Promise<AlertRow[]> {
  const rows = await inReading(database, doing, (session) => session.arrays(sql, values));
  return rows.map(alertOf);
}

function keyValues(key: AlertKey): SqlValue[] {
  return [key.resourceId, key.metric, key.direction, key.class, key.openedOn];
}

function alertValues(alert: AlertRow): SqlValue[] {
  return [
    ...keyValues(alert),
    ...[sqlInstant(alert.triggeredAt), alert.severity, alert.state, alert.lastMetOn, alert.resolvedOn],
    ...[alert.resolveReason, alert.value, alert.expectedLow, alert.expectedHigh, alert.z],
    ...[JSON.stringify(alert.evidence), JSON.stringify(alert.openingEvidence)],
  ];
}

function alertOf(row: readonly unknown[]): AlertRow {
  return {
    resourceId: textOf(row[0]),
    metric: textOf(row[1]),
    direction: wordOf(ALERT_DIRECTIONS, row[2]),
    class: wordOf(ALERT_CLASSES, row[3]),
    openedOn: textOf(row[4]),
    triggeredAt: isoInstant(textOf(row[5])),
    severity: wordOf(ALERT_SEVERITIES, row[6]),
    state: wordOf(ALERT_STATES, row[7]),
    lastMetOn: textOf(row[8]),
    resolvedOn: textOrNull(row[9]),
    resolveReason: textOrNull(row[10]),
    value: numberOrNull(row[11]),
    expectedLow: numberOrNull(row[12]),
    expectedHigh: numberOrNull(row[13]),
    z: numberOrNull(row[14]),
    evidence: Evidence.parse(jsonValue(row[15])),
    openingEvidence: Evidence.parse(jsonValue(row[16])),
  };
}
