import type { CoverageFacts, TypeCoverage } from "./page-facts.ts";

/** Series of the newest day by what could be said of them. */
export interface CoverageTotals {
  readonly expected: number;
  readonly judged: number;
  readonly learning: number;
  /** Neither judged nor learning: the answer was cut, absent, or not to be had. */
  readonly unseen: number;
}

/** Totals of one type of resource. `flat` series have no spread, but a departure from them would be seen: they are judged. */
export function typeTotals({ verdicts }: Pick<TypeCoverage, "verdicts">): CoverageTotals {
  const judged = verdicts.normal + verdicts.warning + verdicts.critical + verdicts.flat;
  const unseen = verdicts.partial + verdicts.no_data + verdicts.not_available;
  return { judged, unseen, learning: verdicts.learning, expected: judged + unseen + verdicts.learning };
}

/** Totals of the fleet. */
export function coverageTotals({ types }: Pick<CoverageFacts, "types">): CoverageTotals {
  const all = types.map(typeTotals);
  const sum = (key: keyof CoverageTotals) => all.reduce((total, one) => total + one[key], 0);
  return {
    expected: sum("expected"),
    judged: sum("judged"),
    learning: sum("learning"),
    unseen: sum("unseen"),
  };
}
