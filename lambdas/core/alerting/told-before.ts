import { addDays, type UtcDay } from "../model/utc-day.ts";
import type { AlertAction, AlertRow, AlertSeverity } from "../ports/alert-store.ts";
import { lineKey } from "./alert-life.ts";
import { clausesOf } from "./clauses.ts";
import { actionsOn } from "./told.ts";
import { tellingOf } from "./told-note.ts";

/** An alert that opens again within so many days after it resolved goes on with the same story: nobody is told of it twice. */
const SAME_STORY_DAYS = 14;
/** A drift is news if all that people heard of its story, longer ago than this, was a single odd day. */
const SPIKE_STORY_DAYS = 7;
/** A shift that many resources shared is over for the others and not for this one after so many days: then it has a cause of its own. */
const SHARED_DAYS = 3;

export interface ToldContext {
  readonly newestDay: UtcDay;
  readonly actions: ReadonlyMap<string, readonly AlertAction[]>;
  /** Alerts of the last weeks, closed ones included: they say what story an alert goes on with. */
  readonly history: readonly AlertRow[];
}

/** Whether people know of an alert as it is now, see {@link isKnown}. */
export class ToldBefore {
  readonly #context: ToldContext;
  readonly #lines: ReadonlyMap<string, readonly AlertRow[]>;

  constructor(context: ToldContext) {
    this.#context = context;
    this.#lines = Map.groupBy(context.history, lineKey);
  }

  /**
   * True if nobody has to be told again: it or the story that it goes on with was told, acknowledged or refuted. Not if it was acknowledged, or
   * only stood in a digest, and is more severe since.
   */
  isKnown(alert: AlertRow): boolean {
    const story = this.#storyOf(alert);
    const { actions, newestDay } = this.#context;
    const said = story.flatMap((part) => actionsOn(part, actions, newestDay));
    if (said.some(({ action }) => action === "refute")) return true;
    const heard = said.filter(({ action }) => action === "told" || action === "acknowledge");
    if (heard.length === 0 || this.#isOnlyASpike(alert, story, heard)) return false;
    if (this.#isLeftOver(alert, heard)) return false;
    const isAcknowledged = heard.some(({ action }) => action === "acknowledge");
    const wasNotified = heard.some(({ note }) => tellingOf(note).kind !== "digest");
    return (
      (wasNotified && !isAcknowledged) || heard.some(({ severity }) => rank(severity) >= rank(alert.severity))
    );
  }

  /** The alert and those before it on its line, each opened soon after the one before it had resolved; newest first. */
  #storyOf(alert: AlertRow): AlertRow[] {
    const earlier = (this.#lines.get(lineKey(alert)) ?? [])
      .filter(({ openedOn, state }) => openedOn < alert.openedOn && state !== "withdrawn")
      .toSorted((a, b) => (a.openedOn < b.openedOn ? 1 : -1));
    const story = [alert];
    for (const part of earlier) {
      const next = story.at(-1)?.openedOn ?? alert.openedOn;
      if (part.resolvedOn === null || part.resolvedOn < addDays(next, -SAME_STORY_DAYS)) break;
      story.push(part);
    }
    return story;
  }

  #isOnlyASpike(alert: AlertRow, story: readonly AlertRow[], heard: readonly AlertAction[]): boolean {
    const isSpike = (evidence: AlertRow["evidence"]) =>
      clausesOf(evidence).every((clause) => clause === "spike");
    const isOld = heard.every(
      ({ scoredOn }) => scoredOn < addDays(this.#context.newestDay, -SPIKE_STORY_DAYS),
    );
    const began = story.at(-1) ?? alert;
    return (
      alert.class === "prediction" && isOld && isSpike(began.openingEvidence) && !isSpike(alert.evidence)
    );
  }

  #isLeftOver(alert: AlertRow, heard: readonly AlertAction[]): boolean {
    const { newestDay, actions, history } = this.#context;
    const shared = heard.filter(({ note }) => tellingOf(note).kind === "shared");
    const [first] = shared;
    if (first === undefined || shared.length < heard.length) return false;
    if (alert.lastMetOn < newestDay || newestDay < addDays(first.scoredOn, SHARED_DAYS)) return false;
    const together = [...actions.values()]
      .flat()
      .filter(({ runId, note }) => runId === first.runId && note === first.note);
    const open = new Set(history.filter(({ resolvedOn }) => resolvedOn === null).map(lineKey));
    return together.filter((action) => open.has(lineKey(action))).length < together.length / 2;
  }
}

function rank(severity: AlertSeverity): number {
  return severity === "critical" ? 1 : 0;
}
