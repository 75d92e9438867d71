import * as z from "zod";
import type { UtcDay } from "#core/model/utc-day.ts";
import { ALERT_CLASSES, ALERT_DIRECTIONS, type Notification } from "#core/ports/alert-store.ts";
import type { Database } from "./connect.ts";
import type { Session } from "./session.ts";
import { isoInstant, jsonValue, numberOf, sqlInstant, textOf } from "./sql-values.ts";
import { inReading, inTransaction } from "./transaction.ts";

const COLUMNS = "run_id, topic, seq, scored_on, kind, subject, body, told, created_at";

const Told = z.array(
  z.object({
    resourceId: z.string(),
    metric: z.string(),
    direction: z.enum(ALERT_DIRECTIONS),
    class: z.enum(ALERT_CLASSES),
    openedOn: z.iso.date(),
  }),
);

/** Inside a transaction: queues messages. One of the same run, topic and position is replaced unless it was sent. */
export async function insertNotifications(
  session: Session,
  notifications: readonly Omit<Notification, "sentAt">[],
): Promise<void> {
  const replaced = ["scored_on", "kind", "subject", "body", "told", "created_at"].map(
    (column) => `${column} = IF(sent_at IS NULL, VALUES(${column}), ${column})`,
  );
  for (const message of notifications) {
    await session.run(
      `INSERT INTO infra_notification (${COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?) ON DUPLICATE KEY UPDATE ${replaced.join(", ")}`,
      [
        ...[
          message.runId,
          message.topic,
          message.seq,
          message.scoredOn,
          message.kind,
          message.subject,
          message.body,
        ],
        ...[JSON.stringify(message.told), sqlInstant(message.createdAt)],
      ],
    );
  }
}

/** Whether a run other than `exceptRunId` wrote a message with this newest scored day. */
export async function wasMessageWritten(
  database: Database,
  scoredOn: UtcDay,
  exceptRunId: string,
): Promise<boolean> {
  const rows = await inReading(database, "looking for the day's messages", (session) =>
    session.arrays("SELECT 1 FROM infra_notification WHERE scored_on = ? AND run_id <> ? LIMIT 1", [
      scoredOn,
      exceptRunId,
    ]),
  );
  return rows.length > 0;
}

/** Messages of all runs that wait to be sent, oldest first. */
export async function unsentNotifications(database: Database): Promise<Notification[]> {
  const rows = await inReading(database, "reading unsent messages", (session) =>
    session.arrays(
      `SELECT ${COLUMNS} FROM infra_notification WHERE sent_at IS NULL ORDER BY created_at, run_id, topic, seq`,
    ),
  );
  return rows.map((row) => ({
    runId: textOf(row[0]),
    topic: textOf(row[1]),
    seq: numberOf(row[2]),
    scoredOn: textOf(row[3]),
    kind: textOf(row[4]),
    subject: textOf(row[5]),
    body: textOf(row[6]),
    told: Told.parse(jsonValue(row[7])),
    createdAt: isoInstant(textOf(row[8])),
    sentAt: null,
  }));
}

/** Marks messages as sent; one that is marked keeps its first mark. Not fenced: it says what happened outside. */
export async function markNotificationsSent(
  database: Database,
  keys: readonly Pick<Notification, "runId" | "topic" | "seq">[],
  sentAt: string,
): Promise<void> {
  await inTransaction(database, "marking messages as sent", async (session) => {
    for (const { runId, topic, seq } of keys) {
      await session.run(
        "UPDATE infra_notification SET sent_at = ? WHERE run_id = ? AND topic = ? AND seq = ? AND sent_at IS NULL",
        [sqlInstant(sentAt), runId, topic, seq],
      );
    }
  });
}
