import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Chosen } from "#core/alerting/choose-notifications.ts";
import { composeWebhook } from "#core/alerting/compose-webhook.ts";
import { withPageAddress } from "#core/alerting/page-address.ts";
import { WebhookMessage } from "#core/alerting/webhook-message.ts";
import { aMessage } from "../../support/messages.ts";
import { anAlert, aResource } from "../../support/pipeline-rows.ts";
import { billing, context, group, NOTHING, orders } from "./messages.ts";

const PLACE = { runId: "run-1", kind: "daily", subject: "orders: CPU utilization" } as const;
const read = (chosen: Partial<Chosen>, part: Parameters<typeof context>[0] = {}) =>
  WebhookMessage.parse(JSON.parse(composeWebhook({ ...NOTHING, ...chosen }, PLACE, context(part))));

describe("the webhook message", () => {
  it("has values where the text has sentences", () => {
    const message = read({ notifications: [orders], digest: [billing] }, { dashboardUrl: "https://d" });
    expect(message).toMatchObject({
      ...{ version: "1.0", kind: "daily", runId: "run-1", day: "2026-11-21" },
      notifications: [
        {
          cause: "resource",
          memberCount: 0,
          resource: { name: "orders", owner: "payments", accountId: "111111111111" },
          alerts: [
            {
              ...{ metric: "rds.cpu_utilization_pct", unit: "percent", severity: "critical" },
              ...{ value: 91, expectedLow: 25, expectedHigh: 55, z: 10, since: "2026-11-20" },
            },
          ],
        },
      ],
      digest: [{ resourceId: "billing", severity: "critical" }],
      omitted: { notifications: 0, digest: 0 },
      links: { dashboard: "https://d", runbook: null, page: null },
    });
  });

  it("leaves out whole entries that do not fit, and counts them", () => {
    const many = Array.from({ length: 400 }, (_, index) => group([anAlert({ resourceId: `高"${index}` })]));
    const message = read({ notifications: [orders], digest: many });
    expect(message.notifications).toHaveLength(1);
    expect(message.digest.length).toBeGreaterThan(5);
    expect(message.digest.length + message.omitted.digest).toBe(400);
  });

  it("gets the address of its page in a field, and stays JSON", () => {
    const body = composeWebhook({ ...NOTHING, notifications: [orders] }, PLACE, context());
    const message = aMessage({ key: "run-1/webhook/0", topic: "webhook", body });
    const page = (runId: string) =>
      WebhookMessage.parse(JSON.parse(withPageAddress(message, runId, "https://p").body)).links.page;
    expect([page("run-1"), page("run-2")]).toEqual(["https://p", null]);
  });

  it("is JSON that fits and gives names back unchanged, whatever they hold", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.constantFrom('"}],', "\u202egnp.exe", "a\nb\r\u0000", "<!channel>", "@everyone", "\\".repeat(200)),
    );
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 30 }), (names) => {
        const ids = names.map((_, index) => `r${index}`);
        const resources = new Map(
          names.map((name, index) => [`r${index}`, aResource({ resourceId: `r${index}`, name })]),
        );
        const notifications = ids.map((resourceId) => group([anAlert({ resourceId })]));
        const body = composeWebhook({ ...NOTHING, notifications }, PLACE, context({ resources }));
        expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(9_000);
        const told = WebhookMessage.parse(JSON.parse(body)).notifications;
        expect(told.map(({ resource }) => resource.name)).toEqual(names.slice(0, told.length));
      }),
    );
  });
});
