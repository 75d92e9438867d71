import type { MessageContext } from "./compose-message.ts";
import { counted, grouped } from "./counted.ts";
import type { DayCoverage } from "./day-coverage.ts";
import { linkText } from "./link-text.ts";

/**
 * What people get on a day without news, so that silence never means "it is dead".
 *
 * @example composeHeartbeat({ judged: 2810, learning: 0, notSeen: 3 }, 0, context).subject // "Nothing to report: 2,810 series judged, 3 not seen"
 */
export function composeHeartbeat(
  { judged, learning, notSeen }: DayCoverage,
  silencedCount: number,
  context: Pick<MessageContext, "open" | "newestDay" | "dashboardUrl" | "runbookUrl">,
): { subject: string; body: string } {
  const counts = [
    `${counted(judged, "series", "series")} judged`,
    ...(learning === 0 ? [] : [`${grouped(learning)} still learning`]),
    `${grouped(notSeen)} not seen`,
  ];
  const subject = `Nothing to report: ${counts.join(", ")}`;
  const sections = [
    `${subject}, as of ${context.newestDay} (UTC).`,
    ...openText(context.open.length, silencedCount),
    ...linkText(context),
    "To get no message on such days, set alerts.heartbeat to false.",
  ];
  return { subject, body: sections.join("\n\n") };
}

/** Nothing to report is not nothing wrong: what stays open is counted, with why nothing is said of it today. */
function openText(openCount: number, silencedCount: number): string[] {
  if (openCount === 0) return [];
  const silenced = silencedCount === 0 ? "" : `, ${grouped(silencedCount)} of them silenced`;
  return [
    `${counted(openCount, "alert stays", "alerts stay")} open${silenced}: told before, or recorded only.`,
  ];
}
