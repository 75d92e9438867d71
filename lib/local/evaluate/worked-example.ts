import { predictSeries, type SeriesPrediction } from "#core/predict/predict-series.ts";
import { seededNormal, simulateSeries } from "./simulated-fleet.ts";

/** The series of docs/spc_methodology.md: healthy for 150 days, then a ramp of 0.2 sigma a day. */
export interface WorkedExample {
  readonly values: Float64Array;
  readonly onset: number;
  readonly prediction: SeriesPrediction;
}

const ONSET = 150;
const DAYS = 175;
const SEED = 42;
/** Per day; the noise has a sigma of 10. */
const RISE = 2;

export function workedExample(): WorkedExample {
  const { values: healthy } = simulateSeries("weekend4", DAYS, seededNormal(SEED));
  const values = healthy.map((value, day) => value + RISE * Math.max(0, day - ONSET + 1));
  return { values, onset: ONSET, prediction: predictSeries(values) };
}

const WIDTH = 900;
const TOP = { y: 30, height: 220 } as const;
const BOTTOM = { y: 290, height: 110 } as const;
const LEFT = 60;
const RIGHT = 20;
const FIRST = 100;
const SCORE_MOST = 2.5;

interface Panel {
  readonly y: number;
  readonly height: number;
}

/** The example as a picture: values with the expected range above, the drift score below. */
export function workedExampleSvg({ values, onset, prediction }: WorkedExample): string {
  const shown = [...values.subarray(FIRST), ...prediction.expectedHigh.subarray(FIRST)];
  const low = Math.floor(Math.min(...values.subarray(FIRST), ...prediction.expectedLow.subarray(FIRST)));
  const high = Math.ceil(Math.max(...shown));
  const value = (panel: Panel, from: number, to: number) => (number: number) =>
    panel.y + panel.height * (1 - (number - from) / (to - from));
  const top = value(TOP, low, high);
  const bottom = value(BOTTOM, 0, SCORE_MOST);
  const signal = prediction.drift.indexOf(1, onset);
  const told = prediction.open.indexOf(1, onset);
  const scores = prediction.driftScore.map((score) => Math.min(SCORE_MOST, Math.abs(score)));
  const range = [...path(prediction.expectedHigh, top), ...path(prediction.expectedLow, top).reverse()];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} 430" font-family="sans-serif" font-size="12" role="img" aria-label="A ramp that begins on day ${onset}, signals on day ${signal} and is told on day ${told}">
<rect width="${WIDTH}" height="430" fill="white"/>
<text x="${LEFT}" y="18">value, expected level and the range of 99.7 % of days</text>
<polygon points="${range.join(" ")}" fill="#dbe9f6"/>
<polyline points="${path(prediction.expected, top).join(" ")}" fill="none" stroke="#4a7fb0"/>
<polyline points="${path(values, top).join(" ")}" fill="none" stroke="black" stroke-width="1.5"/>
<text x="${LEFT}" y="${BOTTOM.y - 10}">drift score, share of the limit: beyond 1 people may be told</text>
<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${bottom(1).toFixed(1)}" y2="${bottom(1).toFixed(1)}" stroke="#b03030" stroke-dasharray="4"/>
<polyline points="${path(scores, bottom).join(" ")}" fill="none" stroke="black" stroke-width="1.5"/>
${mark(onset, "ramp begins")}
${mark(told, `told, day ${told}`)}
${axis(low, top(low))}
${axis(high, top(high))}
${axis(0, bottom(0))}
${axis(1, bottom(1))}
<text x="${LEFT}" y="420">day ${FIRST}</text><text x="${WIDTH - RIGHT}" y="420" text-anchor="end">day ${DAYS - 1}</text>
</svg>
`;
}

function x(day: number): number {
  return LEFT + ((WIDTH - LEFT - RIGHT) * (day - FIRST)) / (DAYS - 1 - FIRST);
}

function path(values: Float64Array, y: (value: number) => number): string[] {
  return Array.from(
    values.subarray(FIRST),
    (value, i) => `${x(FIRST + i).toFixed(1)},${y(value).toFixed(1)}`,
  );
}

function mark(day: number, text: string): string {
  const at = x(day).toFixed(1);
  return `<line x1="${at}" x2="${at}" y1="${TOP.y}" y2="${BOTTOM.y + BOTTOM.height}" stroke="#888" stroke-dasharray="2"/><text x="${at}" y="${TOP.y + 10}" text-anchor="end" dx="-4">${text}</text>`;
}

function axis(value: number, y: number): string {
  return `<text x="${LEFT - 8}" y="${(y + 4).toFixed(1)}" text-anchor="end">${value}</text>`;
}
