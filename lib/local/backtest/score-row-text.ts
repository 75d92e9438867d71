import type { ScoreRow } from "#core/ports/score-store.ts";
import { csvField } from "./csv-fields.ts";

/**
 * A scored day of the database under the columns of `BACKTEST_COLUMNS`, without a line end. `series` is resource and metric with a blank between them.
 *
 * @param flags - `alert`: something but class statistical held on the day; `notified`: a notification named the series, a digest does not count
 */
export function scoreRowText(
  row: ScoreRow,
  flags: { readonly alert: boolean; readonly notified: boolean },
): string {
  return [
    csvField(`${row.resourceId} ${row.metric}`),
    row.date,
    cell(row.value),
    row.n,
    cell(row.mean),
    cell(row.sigma),
    cell(row.z),
    flag(row.we1),
    flag(row.we2),
    flag(row.we3),
    flag(row.we4),
    cell(row.rocPct),
    flag(row.isDrift),
    row.forecastDays?.toFixed(1) ?? "",
    row.learnedScore?.toFixed(3) ?? "",
    row.verdict,
    Number(flags.alert),
    Number(flags.notified),
  ].join(",");
}

/** Empty: cannot say. */
function cell(value: number | null): string {
  return value === null ? "" : String(value);
}

function flag(value: boolean | null): string {
  return value === null ? "" : String(Number(value));
}
