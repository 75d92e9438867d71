import type { Chosen } from "./choose-notifications.ts";
import type { MessageContext } from "./compose-message.ts";
import type { NotificationGroup } from "./group-causes.ts";
import { mostThatFit } from "./most-that-fit.ts";
import { alertFacts, notificationFacts } from "./notification-facts.ts";
import { utf8Length } from "./utf8-length.ts";
import { WEBHOOK_VERSION, type WebhookMessage } from "./webhook-message.ts";

/** As a JSON string inside of the state, where quotes take two bytes; the text takes most of the 24 KiB. */
const MAX_ENCODED_BYTES = 9_000;
/** Members of a shared cause that are listed; `memberCount` counts all. */
const LISTED_MEMBERS = 5;

type Notified = WebhookMessage["notifications"][number];
type Digested = WebhookMessage["digest"][number];

/** The same as the text message, for programs. What does not fit is left out whole and counted: the JSON is never cut. */
export function composeWebhook(
  chosen: Chosen,
  place: Pick<WebhookMessage, "runId" | "kind" | "subject">,
  context: MessageContext,
): string {
  const notifications = chosen.notifications.map((group) => notified(group, context));
  const digest = chosen.digest.flatMap((group) => digested(group, context));
  const withFirst = (notifiedCount: number, digestedCount: number): string => {
    const message: WebhookMessage = {
      version: WEBHOOK_VERSION,
      ...place,
      day: context.newestDay,
      notifications: notifications.slice(0, notifiedCount),
      digest: digest.slice(0, digestedCount),
      omitted: {
        notifications: notifications.length - notifiedCount,
        digest: digest.length - digestedCount,
      },
      links: { dashboard: context.dashboardUrl, runbook: context.runbookUrl, page: null },
    };
    return JSON.stringify(message);
  };
  const fits = (notifiedCount: number, digestedCount: number) =>
    utf8Length(JSON.stringify(withFirst(notifiedCount, digestedCount))) <= MAX_ENCODED_BYTES;
  const told = mostThatFit(notifications.length, (count) => fits(count, 0));
  return withFirst(
    told,
    mostThatFit(digest.length, (count) => fits(told, count)),
  );
}

function notified(group: NotificationGroup, context: MessageContext): Notified {
  const { cause, resource, alerts, members, alsoChanged, acknowledgeCommands } = notificationFacts(
    group,
    context,
  );
  return {
    cause,
    resource,
    alerts: alerts.map((alert) => ({ ...alert, evidence: [...alert.evidence] })),
    members: members.slice(0, LISTED_MEMBERS),
    memberCount: members.length,
    alsoChanged: [...alsoChanged],
    acknowledgeCommands: [...acknowledgeCommands],
  };
}

function digested({ alerts: [worst] }: NotificationGroup, context: MessageContext): Digested[] {
  if (worst === undefined) return [];
  const { resourceId, id, severity, sentence } = alertFacts(worst, context);
  return [{ resourceId, alertId: id, severity, sentence }];
}
