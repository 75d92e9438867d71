import type { MetricDefinition } from "../model/metric-definition.ts";
import { addDays, type UtcDay } from "../model/utc-day.ts";
import type { AlertRow } from "../ports/alert-store.ts";
import type { ScoreRow } from "../ports/score-store.ts";
import { lineKey, liveOn, type OpenAlert, openAlert, resolve } from "./alert-life.ts";
import { type DayJudgement, judgeDay } from "./day-judgement.ts";

/** Earlier days of scores that a fold replays to know what clean days an open alert has behind it. */
export const REPLAY_DAYS = 30;

/** One day of the whole fleet, as 11 stored it. */
export interface ScoredDay {
  readonly date: UtcDay;
  readonly rows: readonly ScoreRow[];
}

export interface FoldOptions {
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
  /** First day whose alerts are decided anew; earlier days are only replayed. */
  readonly from: UtcDay;
  readonly resolveAfterCleanDays: number;
  /** Resources that an authoritative inventory no longer describes, with the last day on which it did. */
  readonly goneOn: ReadonlyMap<string, UtcDay>;
}

/**
 * Walks the days in order and keeps the life of every alert: opened by a day that meets its condition, confirmed by later ones, resolved
 * after enough judged days without it, or when its resource is gone. The result depends on the days alone, not on how
 * often or in what order they were folded.
 */
export class AlertFold {
  readonly #options: FoldOptions;
  readonly #open = new Map<string, OpenAlert>();
  readonly #resolved: OpenAlert[] = [];
  /** Series that had an open alert before, or got one: of all others nothing but a met condition matters, and earlier days say nothing. */
  readonly #alerted = new Set<string>();
  #yesterday = new Map<string, number | null>();
  #yesterdayDate: UtcDay = "";

  /** @param before - the alerts open on the day before `from`, as they are stored */
  constructor(options: FoldOptions, before: readonly AlertRow[]) {
    this.#options = options;
    for (const alert of before) {
      this.#alerted.add(`${alert.resourceId}\n${alert.metric}`);
      this.#open.set(lineKey(alert), {
        ...alert,
        state: "open",
        resolvedOn: null,
        resolveReason: null,
        cleanDays: 0,
      });
    }
  }

  /** Takes the next day. @throws RangeError if it is not later than the one before */
  add({ date, rows }: ScoredDay): void {
    if (date <= this.#yesterdayDate)
      throw new RangeError(`day ${date} came after ${this.#yesterdayDate}: fold days in order`);
    if (date !== addDays(this.#yesterdayDate || date, 1)) this.#yesterday = new Map();
    const isReplay = date < this.#options.from;
    const shares = new Map<string, number | null>();
    for (const row of rows) {
      const metric = this.#options.metrics[row.metric];
      if (metric === undefined) continue;
      const series = `${row.resourceId}\n${row.metric}`;
      shares.set(series, row.aboveZeroShare);
      if (isReplay && !this.#alerted.has(series)) continue;
      for (const judgement of this.#judged(row, series, metric)) this.#take(row, judgement, isReplay);
    }
    if (!isReplay) this.#resolveGone(date);
    this.#yesterday = shares;
    this.#yesterdayDate = date;
  }

  /** Every alert that was open on `from` or later: still open, or resolved on the way. */
  result(): AlertRow[] {
    return [...this.#resolved, ...this.#open.values()].map(({ cleanDays, ...alert }) => alert);
  }

  /** What a day says of the alerts of its series: where there never was one, what is met. */
  #judged(row: ScoreRow, series: string, metric: MetricDefinition): readonly DayJudgement[] {
    const judgements = judgeDay(metric, row, this.#yesterday.get(series) ?? null);
    if (this.#alerted.has(series)) return judgements;
    const met = judgements.filter(({ outcome }) => outcome === "met");
    if (met.length > 0) this.#alerted.add(series);
    return met;
  }

  #take(row: ScoreRow, judgement: DayJudgement, isReplay: boolean): void {
    const key = lineKey({ ...judgement, resourceId: row.resourceId, metric: row.metric });
    const alert = this.#open.get(key);
    if (alert === undefined) {
      if (judgement.outcome === "met" && !isReplay) this.#open.set(key, openAlert(row, judgement));
      return;
    }
    if (row.date < alert.openedOn) return;
    const next = liveOn(alert, row, judgement);
    if (!isReplay && next.cleanDays >= this.#options.resolveAfterCleanDays)
      this.#close(key, resolve(next, row.date, "recovered"));
    else this.#open.set(key, next);
  }

  #resolveGone(date: UtcDay): void {
    for (const [key, alert] of this.#open) {
      const goneOn = this.#options.goneOn.get(alert.resourceId);
      if (goneOn !== undefined && goneOn <= date) this.#close(key, resolve(alert, goneOn, "gone"));
    }
  }

  #close(key: string, alert: OpenAlert): void {
    this.#resolved.push(alert);
    this.#open.delete(key);
  }
}
