import fc from "fast-check";
import type { Chosen } from "#core/alerting/choose-notifications.ts";
import { composeMessage, type MessageContext } from "#core/alerting/compose-message.ts";
import type { NotificationGroup } from "#core/alerting/group-causes.ts";
import type { AlertRow } from "#core/ports/alert-store.ts";
import { anAlert, aResource, SHIPPED } from "../../support/pipeline-rows.ts";

fc.configureGlobal({ seed: 1 });

export const NOTHING: Chosen = { notifications: [], digest: [], silenced: [], unsupportedCount: 0 };
export const group = (alerts: readonly AlertRow[]): NotificationGroup => ({
  cause: "resource",
  resourceId: alerts[0]?.resourceId ?? "r",
  alerts,
  isOutsideBudget: false,
});
export const orders = group([anAlert({ resourceId: aResource().resourceId })]);
export const billing = group([anAlert({ resourceId: "billing" })]);

export function context(part: Partial<MessageContext> = {}): MessageContext {
  return {
    environment: "prod",
    metrics: SHIPPED.metrics,
    resources: new Map([[aResource().resourceId, aResource()]]),
    open: [],
    newestDay: "2026-11-21",
    isStarting: false,
    runbookUrl: null,
    dashboardUrl: null,
    ...part,
  };
}

export const subject = (chosen: Partial<Chosen>, part: Partial<MessageContext> = {}) =>
  composeMessage({ ...NOTHING, ...chosen }, context(part))?.subject;
