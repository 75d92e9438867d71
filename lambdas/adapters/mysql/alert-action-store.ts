import type { UtcDay } from "#core/model/utc-day.ts";
import {
  ALERT_ACTIONS,
  ALERT_CLASSES,
  ALERT_DIRECTIONS,
  ALERT_SEVERITIES,
  type AlertAction,
} from "#core/ports/alert-store.ts";
import { bulkInsert } from "./bulk-insert.ts";
import type { Database } from "./connect.ts";
import type { Session } from "./session.ts";
import { isoInstant, sqlInstant, textOf, textOrNull, wordOf } from "./sql-values.ts";
import { inReading, inTransaction } from "./transaction.ts";

const KEY = [
  ...[
    "resource_id",
    "metric_name",
    "direction",
    "class",
    "opened_on",
    "scored_on",
    "action",
    "actor",
    "acted_at",
  ],
] as const;
const COLUMNS = [...KEY, "severity", "note", "expires_on", "run_id"] as const;
const INSERT = {
  table: "infra_alert_action",
  columns: COLUMNS,
  keyLength: KEY.length,
  onDuplicate: "keep",
} as const;

/** Inside a transaction: appends; what is there already is not said twice. */
export async function insertActions(session: Session, actions: readonly AlertAction[]): Promise<void> {
  const rows = actions.map((action) => [
    ...[action.resourceId, action.metric, action.direction, action.class, action.openedOn, action.scoredOn],
    ...[
      action.action,
      action.actor,
      sqlInstant(action.actedAt).slice(0, 19),
      action.severity,
      action.note,
      action.expiresOn,
      action.runId,
    ],
  ]);
  await bulkInsert(session, INSERT, rows);
}

/** Appends what one person said. */
export async function appendAction(database: Database, action: AlertAction): Promise<void> {
  await inTransaction(database, "recording what was said about an alert", (session) =>
    insertActions(session, [action]),
  );
}

/** What was said and told with `scored_on >= since`, in order of arrival. */
export async function readActions(database: Database, since: UtcDay): Promise<AlertAction[]> {
  const rows = await inReading(database, "reading what was said about alerts", (session) =>
    session.arrays(`SELECT ${COLUMNS.join(", ")} FROM infra_alert_action WHERE scored_on >= ? ORDER BY id`, [
      since,
    ]),
  );
  return rows.map((row) => ({
    resourceId: textOf(row[0]),
    metric: textOf(row[1]),
    direction: wordOf(ALERT_DIRECTIONS, row[2]),
    class: wordOf(ALERT_CLASSES, row[3]),
    openedOn: textOf(row[4]),
    scoredOn: textOf(row[5]),
    action: wordOf(ALERT_ACTIONS, row[6]),
    actor: textOf(row[7]),
    actedAt: isoInstant(textOf(row[8])),
    severity: wordOf(ALERT_SEVERITIES, row[9]),
    note: textOf(row[10]),
    expiresOn: textOrNull(row[11]),
    runId: textOrNull(row[12]),
  }));
}
