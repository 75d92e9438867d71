import type { AlertRow } from "../ports/alert-store.ts";
import { CHAT_LIMITS, type ChatMessage } from "./chat-message.ts";
import { chatLink } from "./chat-text.ts";
import type { MessageContext } from "./compose-message.ts";
import type { WebhookMessage } from "./webhook-message.ts";

/** One message of a chat, and the alerts that it names. */
export interface ToldInChat {
  readonly message: ChatMessage;
  readonly told: readonly AlertRow[];
}

/** Of which run a message is, and which of the run's messages, from 0. */
export interface ChatPlace extends Pick<WebhookMessage, "runId" | "kind"> {
  readonly index: number;
}

/** What a message says; every text is harmless already. */
export interface SaidInChat {
  readonly title: string;
  readonly lines: readonly string[];
  readonly told: readonly AlertRow[];
  /** null: a message without a thread that later ones belong to. */
  readonly threadId: string | null;
  readonly commands: readonly string[];
  readonly keywords: readonly string[];
  readonly resources: readonly string[];
  /** For custom actions, beside run, day and environment. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Without thread, commands and whatever else is about one alert. */
export const ABOUT_NO_ALERT = {
  threadId: null,
  commands: [],
  keywords: [],
  resources: [],
  variables: {},
} as const satisfies Partial<SaidInChat>;

/** Puts what is said into the form that the chat reads. */
export function chatEnvelope(said: SaidInChat, place: ChatPlace, context: MessageContext): ToldInChat {
  const { environment, newestDay } = context;
  const { runId, kind, index } = place;
  const { title } = said;
  const message: ChatMessage = {
    version: "1.0",
    source: "custom",
    id: `${runId}/${index}`,
    content: {
      textType: "client-markdown",
      title,
      description: said.lines.join("\n"),
      nextSteps: [...said.commands, ...links(context)],
      keywords: [...said.keywords],
    },
    metadata: {
      ...(said.threadId === null ? {} : { threadId: said.threadId }),
      summary: title,
      eventType: `infra-monitoring-${kind}`,
      relatedResources: [...said.resources],
      additionalContext: { environment, runId, day: newestDay, ...said.variables },
    },
  };
  return { message, told: said.told };
}

function links({ dashboardUrl, runbookUrl }: MessageContext): string[] {
  const all = [
    ...(dashboardUrl === null ? [] : [chatLink("Dashboard", dashboardUrl)]),
    ...(runbookUrl === null ? [] : [chatLink("Runbook", runbookUrl)]),
  ];
  return all.filter(({ length }) => length <= CHAT_LIMITS.nextStep);
}
