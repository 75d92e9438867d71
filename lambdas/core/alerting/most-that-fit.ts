/**
 * Largest count up to `most` that fits, halving the range; 0 where none does.
 * @param fits - true up to some count and false from there on
 * @example mostThatFit(10, (count) => count * 3 <= 20) // 6
 */
export function mostThatFit(most: number, fits: (count: number) => boolean): number {
  let fitting = 0;
  let limit = most;
  while (fitting < limit) {
    const count = Math.ceil((fitting + limit) / 2);
    if (fits(count)) fitting = count;
    else limit = count - 1;
  }
  return fitting;
}
