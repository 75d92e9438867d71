import { medianInPlace } from "#core/spc/nth-smallest.ts";
import { crossingDays, type Forecast, type WeightedHinge } from "./crossing-days.ts";
import { fitHinge, type HingeFit } from "./hinge-fit.ts";
import { weekOffsets } from "./week-offsets.ts";

const WINDOW_DAYS = 42;
const LEAST_POINTS = 14;
/** A trend may have begun so many days ago; the oldest stands for "before the window". */
const ONSETS_AGO = [7, 9, 11, 13, 15, 17, 19, 21, 24, 27, 30, 34, 38, 41] as const;
/** A slope has to be so many of its standard errors, the best of all onsets: noise without trend reaches that one time in a hundred. */
const TREND = 4.2;
/** Values are cut so many robust sigmas from the first fit. */
const CUT_SIGMAS = 2.5;
const MAD_TO_SIGMA = 1.4826;
const LARGEST_PHI = 0.8;

/**
 * Days until the level of the series crosses `limit` if it goes on as since its trend began. All onsets of the trend within
 * six weeks take part, weighted by how well they fit. Null without a significant trend towards the limit, below 14 points,
 * beyond 60 days, and where the level is beyond the limit already.
 *
 * @param day - index of today; later values are not looked at.
 * @example forecastDays(Float64Array.from({ length: 28 }, (_, i) => i), 27, 37)?.days // 10
 */
export function forecastDays(values: Float64Array, day: number, limit: number): Forecast | null {
  const window = values.slice(Math.max(0, day - WINDOW_DAYS + 1), day + 1);
  const present = window.reduce((n, value) => n + Number(!Number.isNaN(value)), 0);
  if (present < LEAST_POINTS) return null;
  const rough = likeliest(hinges(window, Number.NaN));
  if (rough === null) return null;
  const cut = tamed(window, rough);
  const best = likeliest(hinges(cut, Number.NaN));
  if (best === null) return null;
  const phi = lagOne(cut, best);
  const single = ((best.fit.squares / Math.max(1, present - 3)) * (1 + phi)) / (1 - phi);
  const all = hinges(cut, single);
  const significance = Math.max(...all.map(({ fit }) => Math.abs(fit.slope) / Math.sqrt(fit.slopeVariance)));
  if (!(significance > TREND) && best.fit.squares > 0) return null;
  return crossingDays(weighted(all, single, phi), limit);
}

interface Hinge {
  readonly onset: number;
  readonly fit: HingeFit;
}

function hinges(window: Float64Array, variance: number): Hinge[] {
  return ONSETS_AGO.flatMap((ago) => {
    const onset = window.length - 1 - ago;
    const fit = onset < 0 && ago > window.length + 1 ? null : fitHinge(window, Math.max(0, onset), variance);
    return fit === null ? [] : [{ onset: Math.max(0, onset), fit }];
  });
}

function likeliest(all: readonly Hinge[]): Hinge | null {
  return all.reduce<Hinge | null>(
    (best, one) => (best === null || one.fit.squares < best.fit.squares ? one : best),
    null,
  );
}

function residualsFrom(window: Float64Array, { onset, fit }: Hinge): Float64Array {
  const start = fit.level - fit.slope * (window.length - 1 - onset);
  return window.map((value, t) => value - start - fit.slope * Math.max(0, t - onset));
}

/** The window without its weekdays, outliers cut. */
function tamed(window: Float64Array, hinge: Hinge): Float64Array {
  const raw = residualsFrom(window, hinge);
  const offsets = weekOffsets(raw);
  const residuals = raw.map((r, t) => r - (offsets[t % 7] ?? 0));
  const sizes = residuals.filter((r) => !Number.isNaN(r)).map(Math.abs);
  const room = CUT_SIGMAS * MAD_TO_SIGMA * medianInPlace(sizes, sizes.length);
  return window.map((value, t) => {
    const r = residuals[t] ?? 0;
    return value - (raw[t] ?? 0) + Math.min(room, Math.max(-room, r));
  });
}

/** Lag-1 autocorrelation of the residuals, 0 to 0.8, the bias of a fitted line removed. */
function lagOne(window: Float64Array, hinge: Hinge): number {
  const residuals = residualsFrom(window, hinge);
  let products = 0;
  let squares = 0;
  let pairs = 0;
  for (let t = 0; t < residuals.length; t++) {
    const r = residuals[t] ?? Number.NaN;
    const before = residuals[t - 1] ?? Number.NaN;
    if (Number.isNaN(r)) continue;
    squares += r * r;
    if (Number.isNaN(before)) continue;
    products += r * before;
    pairs++;
  }
  if (pairs < LEAST_POINTS || squares === 0) return 0;
  const raw = products / squares;
  return Math.min(LARGEST_PHI, Math.max(0, raw + (2 + 4 * raw) / pairs));
}

/** Weights proportional to the likelihood of the residuals; autocorrelated days count as fewer. */
function weighted(all: readonly Hinge[], single: number, phi: number): WeightedHinge[] {
  const least = Math.min(...all.map(({ fit }) => fit.squares));
  const perDay = (single * (1 - phi)) / (1 + phi);
  const independent = (1 - phi) / (1 + phi);
  const weights = all.map(({ fit }) =>
    perDay > 0
      ? Math.exp((-independent * (fit.squares - least)) / (2 * perDay))
      : Number(fit.squares <= least),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return all.map(({ fit }, index) => ({ fit, weight: (weights[index] ?? 0) / total }));
}
