/** Text for people, and the same as JSON for programs: each on an SNS topic of its own. */
export const TEXT_TOPIC = "notifications";
export const WEBHOOK_TOPIC = "webhook";
