/** Bands of health, worst first; each has a colour of its own. `from` is the lowest score of the band. */
export const HEALTH_BANDS = [
  { name: "h0", from: 0, title: "under 50" },
  { name: "h1", from: 50, title: "50 to 75" },
  { name: "h2", from: 75, title: "75 to 90" },
  { name: "h3", from: 90, title: "90 and more" },
] as const;

export type HealthBand = (typeof HEALTH_BANDS)[number]["name"];

/** The band of a score; null where there is none. @example healthBand(75) // "h2" */
export function healthBand(score: number | null): HealthBand | null {
  if (score === null) return null;
  return HEALTH_BANDS.findLast(({ from }) => score >= from)?.name ?? "h0";
}
