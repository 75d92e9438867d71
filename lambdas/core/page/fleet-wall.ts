import { counted } from "../alerting/counted.ts";
import { HEALTH_BANDS, healthBand } from "./health-class.ts";
import { type Html, html, trusted } from "./html.ts";
import type { FleetRow } from "./page-facts.ts";

const CELLS_PER_LINE = 48;
const CELL_PITCH = 14;
const CELL_SIZE = 12;
/** Class of a cell without a score: drawn as an outline. */
const NO_SCORE = "none";

/** The whole fleet at one look: a cell per resource, by type, worst first, in the colour of its health today. */
export function fleetWall(fleet: readonly FleetRow[]): Html {
  const types = [...Map.groupBy(fleet, ({ typeTitle }) => typeTitle)]
    .map(([title, rows]) => ({ title, rows }))
    .toSorted((a, b) => b.rows.length - a.rows.length || (a.title < b.title ? -1 : 1));
  return html`<div class="walls" aria-hidden="true">${types.map(
    ({ title, rows }) => html`<div><p>${counted(rows.length, title, title)}</p>${wall(rows)}</div>`,
  )}</div>`;
}

function wall(rows: readonly FleetRow[]): Html {
  const width = CELLS_PER_LINE * CELL_PITCH;
  const height = Math.ceil(rows.length / CELLS_PER_LINE) * CELL_PITCH;
  const bands = rows.map(({ scores }) => healthBand(scores.at(-1) ?? null) ?? NO_SCORE);
  const paths = [...HEALTH_BANDS.map(({ name }) => name), NO_SCORE].map((band) => {
    const cells = bands.flatMap((one, index) => (one === band ? [cell(index)] : []));
    return cells.length === 0 ? null : html`<path class="${band}" d="${trusted(cells.join(""))}"/>`;
  });
  return html`<svg class="wall" viewBox="0 0 ${width} ${height}">${paths}</svg>`;
}

function cell(index: number): string {
  const x = (index % CELLS_PER_LINE) * CELL_PITCH + 1;
  const y = Math.floor(index / CELLS_PER_LINE) * CELL_PITCH + 1;
  return `M${x} ${y}h${CELL_SIZE}v${CELL_SIZE}h-${CELL_SIZE}z`;
}
