const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/**
 * A count as people read it in a sentence.
 * @example groupedCount(246205) // "246,205"
 */
export function groupedCount(count: number): string {
  return GROUPED.format(count);
}
