import type { Database } from "#adapters/mysql/connect.ts";
import { judgeDay } from "#core/alerting/day-judgement.ts";
import { tellingOf } from "#core/alerting/told-note.ts";
import { addDays, daysBetween, type UtcDay } from "#core/model/utc-day.ts";
import type { AlertAction } from "#core/ports/alert-store.ts";
import type { ScoreRow } from "#core/ports/score-store.ts";
import { judgedSeries } from "#stages/09-baseline/run.ts";
import { scoreDays } from "#stages/10-score/score-days.ts";
import { BACKTEST_COLUMNS } from "./backtest-rows.ts";
import { compareTold, isToldAlike, type Told, type ToldDifference } from "./compare-told.ts";
import type { DatabaseSettings } from "./database-settings.ts";
import { OutputFile } from "./output-file.ts";
import { type Past, readPast } from "./read-past.ts";
import { replayTelling } from "./replay-telling.ts";
import { scoreRowText } from "./score-row-text.ts";
import { withEveryDay } from "./telling-runs.ts";

export interface DatabaseBacktest {
  /** How many of the newest days that the database holds. */
  readonly days: number;
  readonly settings: DatabaseSettings;
  /** Whether a day without a run that tells people gets one. */
  readonly isEveryDay: boolean;
  /** File for one row per series and day; null for none. */
  readonly output: string | null;
}

/** What is said of a telling, with the resource's name beside its id. */
type Named<T> = T & { readonly name: string };

export interface DatabaseReport {
  /** The first of the days that has daily values. */
  readonly from: UtcDay;
  readonly to: UtcDay;
  readonly series: number;
  readonly seriesDays: number;
  readonly alertDays: number;
  /** Runs that told people, or found nothing to tell, on these days. */
  readonly runs: number;
  /** Those of them that had another config than the pipeline has now. */
  readonly runsByOtherConfig: number;
  /** Days of which no run told anybody. */
  readonly daysWithoutRun: number;
  readonly isEveryDay: boolean;
  /** `otherwise`: those of `both` that were told on another day or in another way. */
  readonly totals: Readonly<Record<"both" | "otherwise" | "onlyThisConfig" | "onlyThen", number>>;
  readonly both: readonly Named<ToldDifference["both"][number]>[];
  readonly onlyThisConfig: readonly Named<Told>[];
  readonly onlyThen: readonly Named<Told>[];
}

/**
 * Judges the newest days of the database anew, lets the runs of these days tell people of them, and compares with what they told.
 * Writes nothing to the database.
 *
 * @throws StageError as {@link readPast}
 */
export async function backtestDatabase(
  database: Database,
  options: DatabaseBacktest,
): Promise<DatabaseReport> {
  const { settings, isEveryDay } = options;
  const past = await readPast(database, options.days);
  const series = scoredSeries(past, settings);
  const byDay = Map.groupBy(
    series.flatMap(({ rows }) => rows),
    ({ date }) => date,
  );
  const runs = isEveryDay ? withEveryDay(past.runs, { from: past.heldFrom, to: past.to }) : past.runs;
  const told = replayTelling(past, byDay, { config: settings.config, runs });
  const alertDays = writeRows(series, told, options.output);
  return {
    ...{ from: past.heldFrom, to: past.to, series: series.length, isEveryDay, alertDays },
    seriesDays: series.reduce((sum, { rows }) => sum + rows.length, 0),
    ...runFigures(past, settings.config.hash),
    ...differenceOf(compareTold(told, toldThen(past)), past),
  };
}

interface ScoredSeries {
  readonly rows: readonly ScoreRow[];
  /** True per row on which something held that may be told. */
  readonly isAlert: readonly boolean[];
}

function scoredSeries(past: Past, { config, prediction }: DatabaseSettings): ScoredSeries[] {
  const { metrics, pipeline } = config;
  const known = { histories: past.histories, resources: [...past.resources.values()] };
  return judgedSeries(known, { metrics, prediction }, past).flatMap((series) => {
    const metric = metrics[series.metric];
    if (metric === undefined) return [];
    const { severity } = pipeline.health;
    const rows = scoreDays(series, metric, { scoredFrom: past.from, severity });
    const isAlert = rows.map((row, index) => {
      const before = rows[index - 1];
      const share = before?.date === addDays(row.date, -1) ? before.aboveZeroShare : null;
      const judged = judgeDay(metric, row, share);
      return judged.some(({ outcome, class: kind }) => outcome === "met" && kind !== "statistical");
    });
    return [{ rows, isAlert }];
  });
}

function runFigures(
  { runs, heldFrom, to }: Past,
  hash: string,
): Pick<DatabaseReport, "runs" | "runsByOtherConfig" | "daysWithoutRun"> {
  const days = new Set(runs.map((run) => run.to));
  return {
    runs: runs.length,
    runsByOtherConfig: runs.filter(({ configHash }) => configHash !== hash).length,
    daysWithoutRun: daysBetween(heldFrom, to).filter((day) => !days.has(day)).length,
  };
}

function toldThen({ actions, from, to }: Past): AlertAction[] {
  return actions.filter(({ action, scoredOn }) => action === "told" && scoredOn >= from && scoredOn <= to);
}

function differenceOf(
  { both, onlyThisConfig, onlyThen }: ToldDifference,
  { resources }: Past,
): Pick<DatabaseReport, "totals" | "both" | "onlyThisConfig" | "onlyThen"> {
  const withName = <T extends Told>(one: T): Named<T> => ({
    ...one,
    name: resources.get(one.resourceId)?.name ?? one.resourceId,
  });
  return {
    totals: {
      both: both.length,
      otherwise: both.filter((one) => !isToldAlike(one)).length,
      onlyThisConfig: onlyThisConfig.length,
      onlyThen: onlyThen.length,
    },
    both: both.map(withName),
    onlyThisConfig: onlyThisConfig.map(withName),
    onlyThen: onlyThen.map(withName),
  };
}

/** @returns how many series-days are an alert */
function writeRows(
  series: readonly ScoredSeries[],
  told: readonly AlertAction[],
  output: string | null,
): number {
  const key = (resourceId: string, metric: string, day: UtcDay) => [resourceId, metric, day].join("\n");
  const loud = told.filter(({ note }) => tellingOf(note).kind !== "digest");
  const notified = new Set(loud.map((one) => key(one.resourceId, one.metric, one.scoredOn)));
  const file = output === null ? null : new OutputFile(output);
  file?.writeLine(BACKTEST_COLUMNS);
  let alertDays = 0;
  for (const { rows, isAlert } of series) {
    for (const [index, row] of rows.entries()) {
      const alert = isAlert[index] === true;
      if (alert) alertDays += 1;
      const flags = { alert, notified: notified.has(key(row.resourceId, row.metric, row.date)) };
      file?.writeLine(scoreRowText(row, flags));
    }
  }
  file?.close();
  return alertDays;
}
