import type { Candidate } from "#core/predict/candidate.ts";
import { chooseTold } from "#core/predict/choose-told.ts";
import { learnedResourceScores } from "#core/predict/learned-resource.ts";
import type { BacktestConfig } from "./backtest-config.ts";
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
  readonly config: BacktestConfig;
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
    writeResource(resource, judge(members, lastDay, options.config), {
      output,
      tally,
      config: options.config,
    });
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

/** The series of one resource, from its first day to the last of the file. */
function judge(members: readonly DailySeries[], lastDay: number, config: BacktestConfig): JudgedSeries[] {
  return members.map((member) =>
    judgeSeries(
      {
        name: member.name,
        firstDay: member.firstDay,
        values: dailyMeans(member, lastDay),
        limit: member.limit,
      },
      config.prediction,
    ),
  );
}

interface Work {
  readonly output: OutputFile;
  readonly tally: Tally;
  readonly config: BacktestConfig;
}

function writeResource(
  resource: string,
  judged: readonly JudgedSeries[],
  { output, tally, config }: Work,
): void {
  const longest = Math.max(...judged.map(({ values }) => values.length));
  const learned = learnedResourceScores(judged.map(({ prediction }) => padded(prediction.residual, longest)));
  const rule = config.alert;
  for (const series of judged) {
    const offset = longest - series.values.length;
    const alerts: number[] = [];
    for (let day = 0; day < series.values.length; day++) {
      const score = learned[day + offset] ?? Number.NaN;
      const position = output.writeLine(backtestRow(series, day, { learned: score, rule }));
      if (isAlert(series, day, rule)) alerts.push(series.firstDay + day);
      const candidate = candidateOf(series, day, resource);
      if (candidate !== null) tally.candidates.push({ ...candidate, series: series.name, position });
    }
    tally.series++;
    tally.seriesDays += series.values.length;
    tally.alerts += alerts.length;
    tally.alertDays?.set(series.name, alerts);
  }
}

/** Series begin on different days and end on the same: NaN before a series' own first day. */
function padded(residual: Float64Array, days: number): Float64Array {
  if (residual.length === days) return residual;
  const all = new Float64Array(days).fill(Number.NaN);
  all.set(residual, days - residual.length);
  return all;
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
