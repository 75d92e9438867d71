import type { Silence } from "../model/pipeline-config.ts";
import type { Resource } from "../model/resource.ts";
import { metricType } from "../model/resource-group.ts";
import type { UtcDay } from "../model/utc-day.ts";
import type { AlertAction, AlertRow } from "../ports/alert-store.ts";
import { actionsOn } from "./told.ts";

/** An alert that people asked not to hear of for now. It is recorded and shown as every other. */
export interface SilencedAlert {
  readonly alert: AlertRow;
  /** Last day of the silence. */
  readonly until: UtcDay;
  readonly reason: string;
  readonly owner: string;
}

export interface SilenceContext {
  readonly newestDay: UtcDay;
  readonly silences: readonly Silence[];
  readonly resources: ReadonlyMap<string, Resource>;
  readonly actions: ReadonlyMap<string, readonly AlertAction[]>;
}

/** The silence that lies over an alert on the newest scored day, said in config or of the alert itself; null if none does. */
export function silenceOver(alert: AlertRow, context: SilenceContext): SilencedAlert | null {
  const { newestDay, silences, resources, actions } = context;
  const inConfig = silences.find(
    (silence) =>
      silence.from <= newestDay &&
      newestDay <= silence.until &&
      matches(silence, alert, resources.get(alert.resourceId)),
  );
  if (inConfig !== undefined) return { alert, ...inConfig };
  const said = actionsOn(alert, actions, newestDay).find(
    ({ action, expiresOn }) => action === "silence" && expiresOn !== null && expiresOn >= newestDay,
  );
  if (said?.expiresOn == null) return null;
  return { alert, until: said.expiresOn, reason: said.note, owner: said.actor };
}

/** A line per silence of the config that is over: it hides nothing any more, and stays in sight until somebody takes it out. */
export function expiredSilences(silences: readonly Silence[], newestDay: UtcDay): string[] {
  return silences
    .filter(({ until }) => until < newestDay)
    .map(
      ({ until, owner, reason }) =>
        `a silence of ${owner} (${reason}) ended on ${until}: take it out of alerts.silences`,
    );
}

function matches({ matcher }: Silence, alert: AlertRow, resource: Resource | undefined): boolean {
  const { resource: name, metric, type, account, tag } = matcher;
  return (
    (name === undefined || isLike(name, alert.resourceId) || isLike(name, resource?.name ?? "")) &&
    (metric === undefined || isLike(metric, alert.metric)) &&
    (type === undefined ||
      (resource !== undefined && [resource.type, metricType(resource.type)].includes(type))) &&
    (account === undefined || account === resource?.accountId) &&
    (tag === undefined || resource?.tags[tag.key] === tag.value)
  );
}

/** `*` stands for any text. @example isLike("orders-*", "orders-mysql") // true */
export function isLike(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop() ?? "";
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
