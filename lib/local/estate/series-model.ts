/** How one series behaves while it is healthy. Levels are in the metric's source unit; shares and noises are relative to the level. */
export interface SeriesModel {
  /** Key of the series' own noise. */
  readonly key: number;
  /** Mean level; of the deficit, where `complementOf` is set. */
  readonly base: number;
  /** How much of the level moves with the resource's traffic; negative: falls when traffic rises. */
  readonly trafficShare: number;
  /** Standard deviation of the series' own daily level. */
  readonly dayNoise: number;
  /** Standard deviation of the wander within the day, from hour to hour. */
  readonly hourNoise: number;
  /** Standard deviation from slot to slot. */
  readonly slotNoise: number;
  /** How far min and max can lie from the avg of their slot; 0 for sums, which have one number a slot. */
  readonly spread: number;
  /** Relative change in thirty days, apart from the traffic's growth. */
  readonly monthlyDrift: number;
  readonly isHeavyTailed: boolean;
  /** Value = this minus the modelled deficit (hit rates, free credits); null: the value is modelled directly. */
  readonly complementOf: number | null;
  /** Values are multiples of this. */
  readonly quantum: number;
  /** Where a healthy series is held. */
  readonly healthyMin: number;
  readonly healthyMax: number;
  /** What is possible at all. */
  readonly possibleMax: number;
  /** Share of slots that the source misses. */
  readonly missingShare: number;
}

/**
 * Step of about five significant digits for values of that size.
 * @example quantumFor(0.0042) // 1e-7
 */
export function quantumFor(typical: number): number {
  if (typical === 0) return 1;
  return 10 ** (Math.floor(Math.log10(typical)) - 4);
}

/** Nearest multiple of a quantum, free of binary dust: small steps are divided by their exact inverse. */
export function quantiser(quantum: number): (value: number) => number {
  if (quantum >= 1) return (value) => Math.round(value / quantum) * quantum;
  const inverse = Math.round(1 / quantum);
  return (value) => Math.round(value * inverse) / inverse;
}
