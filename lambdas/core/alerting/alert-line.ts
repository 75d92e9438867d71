import type { Resource } from "../model/resource.ts";
import type { UtcDay } from "../model/utc-day.ts";
import type { AlertAction, AlertKey, AlertRow } from "../ports/alert-store.ts";
import { alertId } from "./alert-id.ts";
import { evidenceInWords } from "./explain-alert.ts";
import { actionsOn } from "./told.ts";

/** An alert with what was said of it, as people list them. */
export interface AlertLine
  extends Pick<
      AlertRow,
      "severity" | "state" | "value" | "expectedLow" | "expectedHigh" | "z" | "resolvedOn" | "resolveReason"
    >,
    Omit<AlertKey, "openedOn"> {
  readonly id: string;
  readonly name: string;
  readonly owner: string | null;
  /** Opening UTC day. */
  readonly since: UtcDay;
  /** Evidence of the newest day on which the condition held, in words. */
  readonly reasons: readonly string[];
  /** Day of which people were first told; null: nobody was. */
  readonly toldOn: UtcDay | null;
  readonly acknowledgedBy: string | null;
  /** Last day of a silence that still lies over it. */
  readonly silencedUntil: UtcDay | null;
  readonly refutedBy: string | null;
}

export interface LineContext {
  readonly resources: ReadonlyMap<string, Pick<Resource, "name" | "owner">>;
  readonly actions: ReadonlyMap<string, readonly AlertAction[]>;
  readonly newestDay: UtcDay;
}

/** One alert as people see it; what they said counts at once, before a run has put it into the alert's state. */
export function alertLine(alert: AlertRow, { resources, actions, newestDay }: LineContext): AlertLine {
  const resource = resources.get(alert.resourceId);
  const said = actionsOn(alert, actions, newestDay);
  const last = (action: AlertAction["action"]) => said.findLast((one) => one.action === action) ?? null;
  const silences = said.flatMap(({ action, expiresOn }) =>
    action === "silence" && expiresOn !== null && expiresOn >= newestDay ? [expiresOn] : [],
  );
  return {
    id: alertId(alert),
    resourceId: alert.resourceId,
    name: resource?.name ?? alert.resourceId,
    owner: resource?.owner ?? null,
    metric: alert.metric,
    direction: alert.direction,
    class: alert.class,
    severity: alert.severity,
    state: alert.state,
    value: alert.value,
    expectedLow: alert.expectedLow,
    expectedHigh: alert.expectedHigh,
    z: alert.z,
    since: alert.openedOn,
    resolvedOn: alert.resolvedOn,
    resolveReason: alert.resolveReason,
    reasons: evidenceInWords(alert),
    toldOn: said.find(({ action }) => action === "told")?.scoredOn ?? null,
    acknowledgedBy: last("acknowledge")?.actor ?? null,
    silencedUntil: silences.toSorted().at(-1) ?? null,
    refutedBy: last("refute")?.actor ?? null,
  };
}

/** Worst first, then oldest first. */
export function byUrgency(a: AlertLine, b: AlertLine): number {
  const text = ({ severity, since, name, metric, id }: AlertLine) =>
    [severity === "critical" ? 0 : 1, since, name, metric, id].join("\n");
  return text(a) < text(b) ? -1 : 1;
}
