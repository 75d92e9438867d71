import { ENVIRONMENT } from "./environment-names.ts";

/** Text for people, and the same as JSON for programs: each on an SNS topic of its own. */
export const TEXT_TOPIC = "notifications";
export const WEBHOOK_TOPIC = "webhook";
/** What the pipeline's alarms say of the pipeline itself. */
export const ALARM_TOPIC = "alarms";

interface TopicDefinition {
  readonly name: string;
  /** What is heard by it; a subject may have several topics, and somebody has to listen to one of them. */
  readonly subject: string;
  /** The lists of `deployment.subscribers` in config that subscribe to it. */
  readonly subscribers: readonly string[];
  /** Variable that holds its ARN where it is deployed. */
  readonly arnVariable: (typeof ENVIRONMENT)[keyof typeof ENVIRONMENT];
}

/** Every topic of a deployment. */
export const TOPICS = [
  {
    name: TEXT_TOPIC,
    subject: "alerts",
    subscribers: ["notificationEmails"],
    arnVariable: ENVIRONMENT.notificationTopicArn,
  },
  {
    name: WEBHOOK_TOPIC,
    subject: "alerts",
    subscribers: ["notificationWebhooks"],
    arnVariable: ENVIRONMENT.webhookTopicArn,
  },
  {
    name: ALARM_TOPIC,
    subject: "the pipeline's alarms",
    subscribers: ["alarmEmails", "alarmWebhooks"],
    arnVariable: ENVIRONMENT.alarmTopicArn,
  },
] as const satisfies readonly TopicDefinition[];

export type TopicName = (typeof TOPICS)[number]["name"];
