import type { EChartsCoreOption } from "echarts/core";
import { rounded } from "#core/alerting/format-value.ts";
import { chartScale } from "#core/page/chart-scale.ts";
import type { ControlChart } from "#core/page/control-chart.ts";
import { shortDay } from "#core/page/short-day.ts";
import { INK, line } from "./chart-line.ts";
import { forecastSeries } from "./forecast-series.ts";

const GRID = { left: 52, right: 16, top: 12, bottom: 26 };
const LABELS_ALONG_DAYS = 6;
const MARKS = { beyond: INK.critical, pattern: INK.warning } as const;
const MARK_SIZE_PX = 8;

/** The chart as ECharts is told it: range below, then limits, the forecast, and the values with their marks on top. */
export function chartOption(given: ControlChart): EChartsCoreOption {
  const chart = scaled(given, chartScale(given).divisor);
  return {
    animation: false,
    // What is not coloured by name, such as the edge of an area, is drawn in the first colour of the palette.
    color: [INK.value],
    grid: GRID,
    xAxis: {
      type: "category",
      boundaryGap: false,
      data: chart.days.map(shortDay),
      axisLabel: { color: INK.quiet, interval: labelInterval(chart.days.length), hideOverlap: true },
      axisLine: { lineStyle: { color: INK.grid } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      scale: true,
      splitNumber: 4,
      axisLabel: { color: INK.quiet, formatter: rounded },
      splitLine: { lineStyle: { color: INK.grid } },
    },
    series: [
      ...rangeSeries(chart),
      line(chart.centre, { color: INK.quiet, width: 1, type: "dashed" }),
      ...chart.limits.map((limit) =>
        line(
          chart.days.map(() => limit),
          { color: INK.critical, width: 1.5 },
        ),
      ),
      ...(chart.limitValues.length > 0
        ? [line(chart.limitValues, { color: INK.value, width: 1, type: "dotted" })]
        : []),
      ...forecastSeries(chart),
      valueSeries(chart),
    ],
  };
}

/** The chart in the unit of its axis, so that ticks are round numbers there. */
function scaled(chart: ControlChart, divisor: number): ControlChart {
  const column = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null ? null : value / divisor));
  const { forecast } = chart;
  return {
    ...chart,
    values: column(chart.values),
    limitValues: column(chart.limitValues),
    centre: column(chart.centre),
    low: column(chart.low),
    high: column(chart.high),
    limits: chart.limits.map((limit) => limit / divisor),
    forecast:
      forecast === null
        ? null
        : { ...forecast, fromValue: forecast.fromValue / divisor, limitValue: forecast.limitValue / divisor },
  };
}

function labelInterval(days: number): number {
  return Math.max(0, Math.ceil(days / LABELS_ALONG_DAYS) - 1);
}

/** The expected range: an unseen line at its lower end, and the area from there up. */
function rangeSeries({ low, high }: ControlChart) {
  const heights = low.map((value, index) => {
    const top = high[index] ?? null;
    return value === null || top === null ? null : top - value;
  });
  const base = { ...line(low, { width: 0, opacity: 0 }), stack: "range", stackStrategy: "all" };
  return [base, { ...base, data: heights, areaStyle: { color: INK.range, opacity: 1 } }];
}

function valueSeries(chart: ControlChart) {
  const marks = new Map(chart.marks.map(({ index, kind }) => [index, kind]));
  const { open } = chart;
  return {
    ...line([], { color: INK.value, width: 2 }),
    symbol: "circle",
    showSymbol: true,
    // Where points lie close, ECharts keeps only those that have a label below them: a mark must never be lost.
    showAllSymbol: true,
    data: chart.values.map((value, index) => point(value, marks.get(index))),
    ...(open === null
      ? {}
      : {
          markArea: {
            silent: true,
            itemStyle: { color: INK.open },
            data: [[{ xAxis: open.from }, { xAxis: open.to }]],
          },
        }),
  };
}

function point(value: number | null, kind: keyof typeof MARKS | undefined) {
  if (value === null || kind === undefined) return { value, symbol: "none" };
  const symbol = kind === "beyond" ? "circle" : "diamond";
  return { value, symbol, symbolSize: MARK_SIZE_PX, itemStyle: { color: MARKS[kind] } };
}
