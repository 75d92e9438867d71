import { grouped } from "./counted.ts";
import type { NotificationFacts } from "./notification-facts.ts";

/** Members of a shared cause that are named; the others are counted. */
const NAMED_MEMBERS = 5;

const ONE_CAUSE: Readonly<Record<NotificationFacts["cause"], (count: string) => string>> = {
  source: (count) => `no data from ${count} resources since one day: look at their source first`,
  shared: (count) => `${count} resources changed on one day`,
  service: (count) => `${count} resources of its service changed on one day`,
  resource: (count) => `${count} resources`,
};

/**
 * What several resources have in common, and the names of some of them; null where a notification is about one alone.
 * @param harmless - a name as the medium may show it
 */
export function sharedCause(
  { cause, members }: Pick<NotificationFacts, "cause" | "members">,
  harmless: (name: string) => string,
): string | null {
  if (members.length === 0) return null;
  const names = members.slice(0, NAMED_MEMBERS).map(({ name }) => harmless(name));
  const rest = members.length > NAMED_MEMBERS ? ` and ${members.length - NAMED_MEMBERS} more` : "";
  return `One cause: ${ONE_CAUSE[cause](grouped(members.length + 1))}, with it ${names.join(", ")}${rest}`;
}
