import type { AlertRow } from "../ports/alert-store.ts";
import { clausesOf } from "./clauses.ts";

/** The specification's limit that is a share of the baseline: a statistical condition by its form, a hard limit by its meaning. */
const LIMIT_LIKE = "share_of_baseline_below";

/**
 * The open alerts that are worth anybody's morning: limits, predictions, silences, and the conditions that one of these supports on the same
 * series and side. `Z > 3` alone holds twelve times a day on 2,000 healthy series; `statistical` alerts are never told.
 */
export function worthTelling(open: readonly AlertRow[]): AlertRow[] {
  const side = ({ resourceId, metric, direction }: AlertRow) => [resourceId, metric, direction].join("\n");
  const speaks = open.filter(({ class: alertClass }) =>
    ["limit", "prediction", "silence"].includes(alertClass),
  );
  const supported = new Set(speaks.map(side));
  return [
    ...speaks,
    ...open.filter(
      (alert) =>
        alert.class === "condition" &&
        (supported.has(side(alert)) || clausesOf(alert.evidence).includes(LIMIT_LIKE)),
    ),
  ];
}
