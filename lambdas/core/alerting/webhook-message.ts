import * as z from "zod";
import { UNITS } from "../model/metric-definition.ts";
import { ALERT_DIRECTIONS, ALERT_SEVERITIES } from "../ports/alert-store.ts";

/** Raised where a field changes its meaning or goes; a field that is added does not raise it. */
export const WEBHOOK_VERSION = "1.0";

const Day = z.iso.date();
const Value = z.number().nullable();

const WebhookResource = z.object({
  resourceId: z.string(),
  name: z.string(),
  type: z.string().nullable(),
  accountId: z.string().nullable(),
  region: z.string().nullable(),
  owner: z.string().nullable(),
});

/** Values in the unit of the metric; `z` in sigmas. */
const WebhookAlert = z.object({
  id: z.string(),
  resourceId: z.string(),
  metric: z.string(),
  title: z.string(),
  unit: z.enum(UNITS).nullable(),
  direction: z.enum(ALERT_DIRECTIONS),
  severity: z.enum(ALERT_SEVERITIES),
  value: Value,
  expectedLow: Value,
  expectedHigh: Value,
  z: Value,
  evidence: z.array(z.string()),
  since: Day,
  forecast: z
    .object({ days: z.number(), earliestDays: Value, latestDays: Value, limitValue: Value })
    .nullable(),
  sentence: z.string(),
});

/** A message on the webhook topic; docs/webhook.md says it in words. Names and tags are text from outside, unchanged. */
export const WebhookMessage = z.object({
  version: z.literal(WEBHOOK_VERSION),
  kind: z.enum(["daily", "starting", "digest", "heartbeat"]),
  runId: z.string(),
  /** Newest scored UTC day. */
  day: Day,
  /** Of the text message. */
  subject: z.string(),
  notifications: z.array(
    z.object({
      cause: z.string(),
      resource: WebhookResource,
      alerts: z.array(WebhookAlert),
      members: z.array(WebhookResource),
      memberCount: z.int(),
      alsoChanged: z.array(z.string()),
      acknowledgeCommands: z.array(z.string()),
    }),
  ),
  /** Worst alert of each resource that was told in one line. */
  digest: z.array(
    z.object({
      resourceId: z.string(),
      alertId: z.string(),
      severity: z.enum(ALERT_SEVERITIES),
      sentence: z.string(),
    }),
  ),
  /** What did not fit: it is in the database, and in the archive's page. */
  omitted: z.object({ notifications: z.int(), digest: z.int() }),
  links: z.object({
    dashboard: z.string().nullable(),
    runbook: z.string().nullable(),
    page: z.string().nullable(),
  }),
});
export type WebhookMessage = z.infer<typeof WebhookMessage>;
