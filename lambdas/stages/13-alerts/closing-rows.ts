import { CHAT_TOPIC } from "#contract/topics.ts";
import { chatClosing } from "#core/alerting/chat-closing.ts";
import { closedThreads } from "#core/alerting/closed-threads.ts";
import { MOST_THREADS } from "#core/alerting/compose-chat.ts";
import { counted } from "#core/alerting/counted.ts";
import { mostThatFit } from "#core/alerting/most-that-fit.ts";
import type { AlertRow } from "#core/ports/alert-store.ts";
import { rowsInChat, withRoomForPage } from "./chat-rows.ts";
import { fitTogether, type Queued } from "./outbox.ts";
import { contextOf, type Situation } from "./telling.ts";

/**
 * The last messages of the threads that are over by this run, as many as the run's other messages leave room for. A thread is closed once: a second
 * call finds its alerts closed before.
 * @param before - the alerts that the fold might change, as they were
 */
export function closingRows(
  before: readonly AlertRow[],
  situation: Situation,
  queued: readonly Queued[],
): Queued[] {
  const { run, newestDay, alerts, actions, history, resources, config } = situation;
  if (!run.tellsPeople || !config.pipeline.alerts.chat) return [];
  const context = contextOf(situation);
  const first = queued.filter(({ topic }) => topic === CHAT_TOPIC).length;
  const messages = closedThreads(before, alerts, { actions, newestDay, mostThreads: MOST_THREADS }).map(
    (thread, index) =>
      chatClosing(thread, { runId: run.runId, kind: "daily", index: first + index }, context),
  );
  const subject = `Over: ${counted(messages.length, "notification")}`;
  const about = { runId: run.runId, scoredOn: newestDay, kind: "daily", subject, createdAt: run.startedAt };
  const rows = rowsInChat(messages, { ...about, first });
  const sized = rowsInChat(messages.map(withRoomForPage), { ...about, first });
  const fits = (count: number) =>
    fitTogether([...queued, ...sized.slice(0, count)], { alerts: history, resources });
  return rows.slice(0, mostThatFit(rows.length, fits));
}
