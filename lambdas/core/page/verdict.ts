import { counted, grouped, inDays } from "../alerting/counted.ts";
import { formatValue } from "../alerting/format-value.ts";
import { coverageTotals } from "./coverage-totals.ts";
import type { Finding, PageFacts } from "./page-facts.ts";
import { nameOf, soonest, sortFindings } from "./sort-findings.ts";

/** The page in one sentence: how much needs eyes today, what is worst of it, and how long there is. */
export function verdict(facts: PageFacts): string {
  const { isNew, isStillOpen } = sortFindings(facts.findings);
  const worst = facts.findings.find((finding) => isNew.includes(finding) || isStillOpen.includes(finding));
  if (worst === undefined) return `Nothing needs you today: ${judgedPart(facts)}.`;
  const { length: newCount } = isNew;
  const openCount = newCount + isStillOpen.length;
  const newPart =
    newCount === 0
      ? "Nothing is new today"
      : `${counted(newCount, "resource")} ${newCount === 1 ? "needs" : "need"} a first look today`;
  const worstOf = openCount === 1 ? "it is" : `the worst of ${grouped(openCount)} open is`;
  return `${newPart}; ${worstOf} ${worstPart(worst)}${limitPart(facts)}.`;
}

function worstPart(finding: Finding): string {
  const [shown] = finding.alerts;
  if (shown === undefined) return nameOf(finding);
  const { metric, alert } = shown;
  if (metric === null) return `${nameOf(finding)} (${alert.metric})`;
  return `${nameOf(finding)}, ${metric.title.toLowerCase()} ${unbroken(formatValue(alert.value, metric.unit))}`;
}

/** A heading may break its line anywhere but between a number and its unit. */
function unbroken(value: string): string {
  return value.replaceAll(" ", "\u00a0");
}

function limitPart(facts: PageFacts): string {
  const next = soonest(facts);
  return next === null ? "" : `; ${nameOf(next.finding)} reaches a limit in ${inDays(next.days)}`;
}

function judgedPart(facts: PageFacts): string {
  const { judged, expected } = coverageTotals(facts.coverage);
  return `${grouped(judged)} of ${counted(expected, "series", "series")} were judged`;
}
