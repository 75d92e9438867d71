import { tellingOf } from "#core/alerting/told-note.ts";
import { dayNumber, type UtcDay } from "#core/model/utc-day.ts";
import type { AlertAction } from "#core/ports/alert-store.ts";

/** How people heard of a metric of a resource: in one of the day's notifications, alone or with others, or in the digest. */
export type ToldAs = ReturnType<typeof tellingOf>["kind"];

/** A metric of a resource of which people are told on a day, whatever alerts of it that names. */
export interface Told {
  readonly resourceId: string;
  readonly metric: string;
  /** Newest scored day of the message. */
  readonly day: UtcDay;
  readonly as: ToldAs;
}

export interface ToldDifference {
  /** `toldThen`: how it was really told. */
  readonly both: readonly (Told & { readonly toldThen: Pick<Told, "day" | "as"> })[];
  readonly onlyThisConfig: readonly Told[];
  readonly onlyThen: readonly Told[];
}

/** Tellings of one metric that lie so many days apart at most are of the same story: it was told earlier or later. */
const SAME_STORY_DAYS = 14;

/**
 * What two configs told, side by side: first what was told of a metric on the same day, then what one told some days before the other.
 *
 * @param now - `told` actions of this config
 * @param then - those that are stored
 */
export function compareTold(now: readonly AlertAction[], then: readonly AlertAction[]): ToldDifference {
  const [mine, theirs] = [tellings(now), tellings(then)];
  const sameDay = pairs(mine, theirs, 0);
  const isLeft = (paired: ReadonlySet<Told>) => (one: Told) => !paired.has(one);
  const left = theirs.filter(isLeft(new Set(sameDay.values())));
  const sameStory = pairs(mine.filter(isLeft(new Set(sameDay.keys()))), left, SAME_STORY_DAYS);
  const found = new Map([...sameDay, ...sameStory]);
  return {
    both: mine.flatMap((one) => {
      const other = found.get(one);
      return other === undefined ? [] : [{ ...one, toldThen: { day: other.day, as: other.as } }];
    }),
    onlyThisConfig: mine.filter((one) => !found.has(one)),
    onlyThen: theirs.filter(isLeft(new Set(found.values()))),
  };
}

/** True if it was told then as it is now: on the same day, in the same way. */
export function isToldAlike({ day, as, toldThen }: ToldDifference["both"][number]): boolean {
  return day === toldThen.day && as === toldThen.as;
}

const LOUDNESS: Readonly<Record<ToldAs, number>> = { digest: 0, shared: 1, notification: 2 };

/** One per resource, metric and day, as loud as the loudest of them, by day. */
function tellings(actions: readonly AlertAction[]): Told[] {
  const told = new Map<string, Told>();
  for (const { resourceId, metric, scoredOn: day, note } of actions) {
    const key = [day, resourceId, metric].join("\n");
    const as = tellingOf(note).kind;
    const known = told.get(key);
    if (known === undefined || LOUDNESS[as] > LOUDNESS[known.as])
      told.set(key, { resourceId, metric, day, as });
  }
  return [...told].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Each of `mine` with the first of `theirs` that is of the same metric, near enough in time and not taken yet. */
function pairs(mine: readonly Told[], theirs: readonly Told[], mostDays: number): Map<Told, Told> {
  const seriesOf = ({ resourceId, metric }: Told) => `${resourceId}\n${metric}`;
  const free = Map.groupBy(theirs, seriesOf);
  const found = new Map<Told, Told>();
  for (const one of mine) {
    const candidates = free.get(seriesOf(one)) ?? [];
    const at = candidates.findIndex(({ day }) => Math.abs(dayNumber(day) - dayNumber(one.day)) <= mostDays);
    for (const other of at === -1 ? [] : candidates.splice(at, 1)) found.set(one, other);
  }
  return found;
}
