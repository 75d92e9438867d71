import { HEALTH_BANDS, healthBand } from "./health-class.ts";
import { type Html, html, trusted } from "./html.ts";

const CELL_WIDTH = 8;
const CELL_HEIGHT = 14;

/**
 * The health of some days as a strip of coloured cells: one path per colour, neighbours of one colour joined. Days without a score stay
 * empty, so that "cannot say" never looks healthy.
 */
export function healthStrip(scores: readonly (number | null)[]): Html {
  const width = scores.length * CELL_WIDTH;
  const bands = scores.map(healthBand);
  const paths = HEALTH_BANDS.flatMap(({ name }) => {
    const cells = runsOf(bands, name).map(
      ([from, length]) =>
        `M${from * CELL_WIDTH} 0h${length * CELL_WIDTH}v${CELL_HEIGHT}h-${length * CELL_WIDTH}z`,
    );
    return cells.length === 0 ? [] : [html`<path class="${name}" d="${trusted(cells.join(""))}"/>`];
  });
  return html`<svg class="strip" preserveAspectRatio="none" viewBox="0 0 ${width} ${CELL_HEIGHT}" width="${width}" height="${CELL_HEIGHT}" aria-hidden="true">${paths}</svg>`;
}

/** Begin and length of each run of one value. @example runsOf(["a", "b", "b"], "b") // [[1, 2]] */
export function runsOf<T>(values: readonly T[], wanted: T): [number, number][] {
  const runs: [number, number][] = [];
  values.forEach((value, index) => {
    if (value !== wanted) return;
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === index) last[1] += 1;
    else runs.push([index, 1]);
  });
  return runs;
}
