import { StageError } from "#core/model/stage-error.ts";
import { csvRows } from "./csv-rows.ts";
import { epochDay } from "./epoch-day.ts";

/** A stretch of days on which something was wrong, both ends included, in days since 1970-01-01. */
export interface Label {
  readonly from: number;
  readonly to: number;
}

/** Reads `series,from,to`. @throws StageError InputInvalid naming the line. */
export async function readLabels(file: string): Promise<Map<string, Label[]>> {
  const labels = new Map<string, Label[]>();
  for await (const row of csvRows(file, ["series", "from", "to"])) {
    const from = epochDay(row.field("from"));
    const to = epochDay(row.field("to"));
    if (from === null || to === null || to < from) {
      const range = `from "${row.field("from")}" to "${row.field("to")}"`;
      throw new StageError("InputInvalid", `${file} line ${row.line}: ${range} is no range of dates`);
    }
    const own = labels.get(row.field("series")) ?? [];
    own.push({ from, to });
    labels.set(row.field("series"), own);
  }
  return labels;
}

/** What one series did, as far as labels are judged by it: days since 1970-01-01. */
export interface SeriesOutcome {
  readonly alertDays: readonly number[];
  readonly notifiedDays: readonly number[];
}

/** Null where there is nothing to divide by. */
export interface LabelFigures {
  readonly labels: number;
  /** Share of alert days that lie inside a label. */
  readonly precision: number | null;
  /** Share of labels with an alert inside. */
  readonly recall: number | null;
  /** Days from the first alert of a found label to its end. */
  readonly medianLeadDays: number | null;
  readonly falseNotificationsPer1000: number | null;
}

/** Judges outcomes by labels; a series without labels was healthy throughout. */
export function labelFigures(
  outcomes: ReadonlyMap<string, SeriesOutcome>,
  labels: ReadonlyMap<string, readonly Label[]>,
  seriesDays: number,
): LabelFigures {
  let count = 0;
  let alerts = 0;
  let inside = 0;
  let falseNotifications = 0;
  const leads: number[] = [];
  for (const [name, { alertDays, notifiedDays }] of outcomes) {
    const own = labels.get(name) ?? [];
    const isInside = (day: number) => own.some(({ from, to }) => day >= from && day <= to);
    count += own.length;
    alerts += alertDays.length;
    inside += alertDays.filter(isInside).length;
    falseNotifications += notifiedDays.filter((day) => !isInside(day)).length;
    for (const { from, to } of own) {
      const first = alertDays.find((day) => day >= from && day <= to);
      if (first !== undefined) leads.push(to - first);
    }
  }
  leads.sort((a, b) => a - b);
  return {
    labels: count,
    precision: alerts > 0 ? inside / alerts : null,
    recall: count > 0 ? leads.length / count : null,
    medianLeadDays: leads[Math.floor((leads.length - 1) / 2)] ?? null,
    falseNotificationsPer1000: seriesDays > 0 ? (1000 * falseNotifications) / seriesDays : null,
  };
}
