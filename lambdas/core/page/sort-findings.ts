import type { Finding, PageFacts } from "./page-facts.ts";

/** The open alerts as a reader takes them: what needs eyes today, what people know of already, what was held back. */
export interface SortedFindings {
  /** First told by this run as a notification of their own. */
  readonly isNew: readonly Finding[];
  /** Told before, and still open. */
  readonly isStillOpen: readonly Finding[];
  /** Known by a line of a digest only, or not told at all. */
  readonly isHeldBack: readonly Finding[];
}

/** Each finding in one of three lists, in the order given. */
export function sortFindings(findings: readonly Finding[]): SortedFindings {
  const has = (finding: Finding, matches: (shown: Finding["alerts"][number]) => boolean) =>
    finding.alerts.some(matches);
  const isNew = findings.filter((one) => has(one, (shown) => shown.toldAs === "notification" && shown.isNew));
  const told = findings.filter((one) => has(one, (shown) => shown.toldAs === "notification"));
  return {
    isNew,
    isStillOpen: told.filter((one) => !isNew.includes(one)),
    isHeldBack: findings.filter((one) => !told.includes(one)),
  };
}

/** Name for people; the id of a resource that the inventory does not know. */
export function nameOf(finding: Pick<Finding, "resource" | "resourceId">): string {
  return finding.resource?.name ?? finding.resourceId;
}

/** The shortest forecast among the findings, with whose it is; null where nothing is forecast. */
export function soonest(facts: Pick<PageFacts, "findings">) {
  const forecasts = facts.findings.flatMap((finding) =>
    finding.alerts.flatMap((shown) =>
      shown.forecast === null ? [] : [{ finding, shown, days: shown.forecast.days }],
    ),
  );
  return forecasts.toSorted((a, b) => a.days - b.days)[0] ?? null;
}
