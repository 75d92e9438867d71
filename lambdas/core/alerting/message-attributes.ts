import type { MessageAttributes } from "../model/message.ts";
import type { Resource } from "../model/resource.ts";
import type { AlertRow, Notification } from "../ports/alert-store.ts";
import { alertKeyText } from "./alert-life.ts";

/** Owners or accounts of one message that are named; more of them are `others`, which a filter policy can name too. */
const NAMED_VALUES = 25;
const MAX_VALUE_LENGTH = 80;
const NOBODY = "none";

interface Known {
  readonly alerts: readonly AlertRow[];
  readonly resources: ReadonlyMap<string, Resource>;
}

/**
 * What a subscription can filter a message by, from the alerts that it names.
 * @example messageAttributes({ kind: "heartbeat", told: [] }, known).severity // "none"
 */
export function messageAttributes(
  { kind, told }: Pick<Notification, "kind" | "told">,
  { alerts, resources }: Known,
): MessageAttributes {
  const keys = new Set(told.map(alertKeyText));
  const isCritical = alerts.some((alert) => alert.severity === "critical" && keys.has(alertKeyText(alert)));
  const about = told.map(({ resourceId }) => resources.get(resourceId));
  return {
    kind,
    severity: told.length === 0 ? "none" : isCritical ? "critical" : "warning",
    owner: stringArray(about.map((resource) => resource?.owner ?? null)),
    account: stringArray(about.map((resource) => resource?.accountId ?? null)),
  };
}

/** SNS refuses control characters; otherwise a value stays as it is, because a filter compares it exactly. */
function stringArray(values: readonly (string | null)[]): string {
  const clean = values.map((value) =>
    (value ?? NOBODY)
      .slice(0, MAX_VALUE_LENGTH)
      .toWellFormed()
      .replace(/\p{Cc}/gu, " "),
  );
  const distinct = [...new Set(clean.length === 0 ? [NOBODY] : clean)];
  const named = distinct.slice(0, NAMED_VALUES);
  return JSON.stringify(distinct.length > NAMED_VALUES ? [...named, "others"] : named);
}
