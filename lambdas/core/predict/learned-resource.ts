import { learnedScores } from "./learned-score.ts";

/** Days that the score looks back, and how many of them a metric needs to take part. */
const LOOK_BACK_DAYS = 90;
const LEAST_DAYS = 28;

/**
 * The learned score of a resource whose metrics come and go: on each day those take part that have a residual on it and on
 * 28 of the 90 days before. So a metric that begins later changes no earlier day. NaN where fewer than two take part.
 *
 * @param residuals - one array per metric, equally long, NaN where there is none.
 * @example learnedResourceScores([cpu.residual, requests.residual, younger.residual])[200] // 0.3
 */
export function learnedResourceScores(residuals: readonly Float64Array[]): Float64Array {
  const days = residuals[0]?.length ?? 0;
  const scores = new Float64Array(days).fill(Number.NaN);
  if (residuals.length < 2) return scores;
  const parts = partsByDay(residuals, days);
  for (let first = 0; first < days; ) {
    let end = first + 1;
    while (end < days && parts[end] === parts[first]) end++;
    const from = Math.max(0, first - LOOK_BACK_DAYS);
    const taking = residuals.filter((_, metric) => parts[first]?.[metric] === "1");
    const own = learnedScores(
      taking.map((residual) => residual.subarray(from, end)),
      first - from,
    );
    if (taking.length >= 2) scores.set(own.subarray(first - from), first);
    first = end;
  }
  return scores;
}

/** Per day a text of ones and zeros: which metrics take part. */
function partsByDay(residuals: readonly Float64Array[], days: number): string[] {
  const seen = residuals.map(() => 0);
  return Array.from({ length: days }, (_, day) => {
    let part = "";
    for (const [metric, residual] of residuals.entries()) {
      const isThere = !Number.isNaN(residual[day]);
      part += isThere && (seen[metric] ?? 0) >= LEAST_DAYS ? "1" : "0";
      const leaves = day >= LOOK_BACK_DAYS && !Number.isNaN(residual[day - LOOK_BACK_DAYS]);
      seen[metric] = (seen[metric] ?? 0) + Number(isThere) - Number(leaves);
    }
    return part;
  });
}
