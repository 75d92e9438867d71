import { plainText } from "#core/alerting/plain-text.ts";
import type { DatabaseReport } from "./backtest-database.ts";
import { isToldAlike } from "./compare-told.ts";

const MAX_NAME_LENGTH = 120;

/** What a config would have told beside what was told, as a person reads it, line by line. */
export function differenceLines(report: DatabaseReport): string[] {
  const { from, to, totals, both, onlyThisConfig, onlyThen } = report;
  return [
    `${from} to ${to}: ${report.series} series, ${report.seriesDays} series-days, ${report.alertDays} alert days; ${report.runs} runs told people`,
    "",
    `Told by both: ${totals.both}, ${totals.otherwise} of them on another day or in another way`,
    ...both.map(
      (one) => `${line(one)}${isToldAlike(one) ? "" : ` (then ${one.toldThen.day} ${one.toldThen.as})`}`,
    ),
    "",
    `Only by this config: ${totals.onlyThisConfig}`,
    ...onlyThisConfig.map(line),
    "",
    `Only then: ${totals.onlyThen}`,
    ...onlyThen.map(line),
  ];
}

function line({ day, name, metric, as }: DatabaseReport["onlyThen"][number]): string {
  return `  ${day}  ${plainText(name, MAX_NAME_LENGTH)} ${metric}  ${as}`;
}

/** What to know before the difference is taken for the config's. */
export function differenceNotes({
  runs,
  runsByOtherConfig,
  daysWithoutRun,
  isEveryDay,
}: DatabaseReport): string[] {
  return [
    ...(runsByOtherConfig === 0
      ? []
      : [
          `${runsByOtherConfig} of ${runs} runs had another config than the pipeline has now (PIPELINE_ENVIRONMENT, CONFIG_DIRECTORY)`,
        ]),
    ...(daysWithoutRun === 0
      ? []
      : [
          isEveryDay
            ? `${daysWithoutRun} days had no run that tells people: what is told of them now was told by nobody then`
            : `${daysWithoutRun} days had no run that tells people, and are not told now: --every-day tells them too`,
        ]),
  ];
}
