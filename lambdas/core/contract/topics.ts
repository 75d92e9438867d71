import { ENVIRONMENT } from "./environment-names.ts";

/** Text for people, and the same as JSON for programs and for a chat: each on an SNS topic of its own. */
export const TEXT_TOPIC = "notifications";
export const WEBHOOK_TOPIC = "webhook";
/** Deployed where config asks for it (`alerts.chat`). */
export const CHAT_TOPIC = "chat";
/** What the pipeline's alarms say of the pipeline itself. */
export const ALARM_TOPIC = "alarms";

interface TopicDefinition {
  readonly name: string;
  /** What is heard by it; a subject may have several topics, and somebody has to listen to one of them. */
  readonly subject: string;
  /** The lists of `deployment.subscribers` in config that subscribe to it. */
  readonly subscribers: readonly string[];
  /** How many have to listen at least, whoever config names: a topic that was asked for in vain reaches nobody. */
  readonly minimumListeners: number;
  /** Variable that holds its ARN where it is deployed. */
  readonly arnVariable: (typeof ENVIRONMENT)[keyof typeof ENVIRONMENT];
}

/** Every topic of a deployment. */
export const TOPICS = [
  {
    name: TEXT_TOPIC,
    subject: "alerts",
    subscribers: ["notificationEmails"],
    minimumListeners: 0,
    arnVariable: ENVIRONMENT.notificationTopicArn,
  },
  {
    name: WEBHOOK_TOPIC,
    subject: "alerts",
    subscribers: ["notificationWebhooks"],
    minimumListeners: 0,
    arnVariable: ENVIRONMENT.webhookTopicArn,
  },
  {
    name: CHAT_TOPIC,
    subject: "alerts",
    // Who listens is made in the chat service, not by the stack.
    subscribers: [],
    minimumListeners: 1,
    arnVariable: ENVIRONMENT.chatTopicArn,
  },
  {
    name: ALARM_TOPIC,
    subject: "the pipeline's alarms",
    subscribers: ["alarmEmails", "alarmWebhooks"],
    minimumListeners: 0,
    arnVariable: ENVIRONMENT.alarmTopicArn,
  },
] as const satisfies readonly TopicDefinition[];

export type TopicName = (typeof TOPICS)[number]["name"];
