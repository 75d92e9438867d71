import type { Candidate } from "#core/predict/candidate.ts";
import { chooseTold } from "#core/predict/choose-told.ts";
import { learnedScores } from "#core/predict/learned-score.ts";
import {
  BACKTEST_COLUMNS,
  backtestRow,
  candidateOf,
  isAlert,
  type JudgedSeries,
  judgeSeries,
} from "./backtest-rows.ts";
import { type DailySeries, dailyMeans } from "./daily-series.ts";
import { type LabelFigures, labelFigures, readLabels, type SeriesOutcome } from "./labels.ts";
import { OutputFile } from "./output-file.ts";
import { readFleet } from "./read-fleet.ts";

export interface BacktestOptions {
  readonly input: string;
  readonly output: string;
  readonly labels: string | null;
  /** Notifications a day over the whole file; Infinity for none. */
  readonly budget: number;
}

export interface BacktestReport {
  readonly series: number;
  readonly seriesDays: number;
  readonly alertDays: number;
  readonly notifications: number;
  /** New episodes that the budget or another series of the resource kept back. */
  readonly heldBack: number;
  readonly figures: LabelFigures | null;
  /** Labelled series that the input does not have. */
  readonly unknownLabels: readonly string[];
}

interface PlacedCandidate extends Candidate {
  readonly series: string;
  /** Byte of its `notified` flag in the output. */
  readonly position: number;
}

interface Tally {
  readonly candidates: PlacedCandidate[];
  /** Kept only if there are labels. */
  readonly alertDays: Map<string, number[]> | null;
  series: number;
  seriesDays: number;
  alerts: number;
}

/**
 * Runs the engine over the series of a CSV file as if each day were today, and writes one row per series and day. Memory
 * holds the daily values of the file and one resource's results, whatever the number of rows.
 *
 * @throws StageError InputInvalid naming file and line.
 */
export async function runBacktest(options: BacktestOptions): Promise<BacktestReport> {
  const { resources, lastDay } = await readFleet(options.input);
  const labels = options.labels === null ? null : await readLabels(options.labels);
  const output = new OutputFile(options.output);
  const alertDays = labels === null ? null : new Map<string, number[]>();
  const tally: Tally = { candidates: [], alertDays, series: 0, seriesDays: 0, alerts: 0 };
  output.writeLine(BACKTEST_COLUMNS);
  for (const [resource, members] of resources)
    writeResource(resource, judge(members, lastDay), { output, tally });
  const told = chooseTold(tally.candidates, options.budget);
  for (const { position } of told) output.setLetter(position, "1");
  output.close();
  const outcomes = outcomesOf(tally, told);
  return {
    series: tally.series,
    seriesDays: tally.seriesDays,
    alertDays: tally.alerts,
    notifications: told.size,
    heldBack: tally.candidates.length - told.size,
    figures: labels === null ? null : labelFigures(outcomes, labels, tally.seriesDays),
    unknownLabels: [...(labels?.keys() ?? [])].filter((name) => !outcomes.has(name)),
  };
}

function judge(members: readonly DailySeries[], lastDay: number): JudgedSeries[] {
  return members.map((member) =>
    judgeSeries({
      name: member.name,
      firstDay: member.firstDay,
      values: dailyMeans(member, lastDay),
      limit: member.limit,
    }),
  );
}

function writeResource(
  resource: string,
  judged: readonly JudgedSeries[],
  { output, tally }: { readonly output: OutputFile; readonly tally: Tally },
): void {
  // Series may begin on different days and all end on the last: the learned score looks at the days they share.
  const shared = Math.min(...judged.map(({ values }) => values.length));
  const learned = learnedScores(
    judged.map(({ prediction }) => prediction.residual.subarray(prediction.residual.length - shared)),
  );
  for (const series of judged) {
    const offset = series.values.length - shared;
    const alerts: number[] = [];
    for (let day = 0; day < series.values.length; day++) {
      const position = output.writeLine(backtestRow(series, day, learned[day - offset] ?? Number.NaN));
      if (isAlert(series, day)) alerts.push(series.firstDay + day);
      const candidate = candidateOf(series, day, resource);
      if (candidate !== null) tally.candidates.push({ ...candidate, series: series.name, position });
    }
    tally.series++;
    tally.seriesDays += series.values.length;
    tally.alerts += alerts.length;
    tally.alertDays?.set(series.name, alerts);
  }
}

function outcomesOf(tally: Tally, told: ReadonlySet<PlacedCandidate>): Map<string, SeriesOutcome> {
  const notified = Map.groupBy(told, ({ series }) => series);
  return new Map(
    [...(tally.alertDays ?? [])].map(([name, alertDays]) => [
      name,
      { alertDays, notifiedDays: (notified.get(name) ?? []).map(({ day }) => day) },
    ]),
  );
}
