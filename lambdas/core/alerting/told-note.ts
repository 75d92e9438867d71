/** How people were told of an alert: as one of the day's numbered notifications, alone or as one of many, or in the digest. */
export interface Telling {
  readonly kind: "notification" | "shared" | "digest";
  /** Which of the run's notifications named it; 0 for the digest. */
  readonly number: number;
  /** Told whatever the budget said. */
  readonly isOutsideBudget: boolean;
}

const OUTSIDE = ", outside the budget";
const PATTERN = /^(notification|shared) (\d+)(, outside the budget)?$/;

/** The note of a `told` action. @example toldNote({ kind: "notification", number: 2, isOutsideBudget: true }) // "notification 2, outside the budget" */
export function toldNote({ kind, number, isOutsideBudget }: Telling): string {
  return kind === "digest" ? "digest" : `${kind} ${number}${isOutsideBudget ? OUTSIDE : ""}`;
}

/** The reverse of {@link toldNote}; anything else was no notification. @example tellingOf("shared 1").kind // "shared" */
export function tellingOf(note: string): Telling {
  const [, kind, number, outside] = PATTERN.exec(note) ?? [];
  if (kind !== "notification" && kind !== "shared")
    return { kind: "digest", number: 0, isOutsideBudget: false };
  return { kind, number: Number(number), isOutsideBudget: outside !== undefined };
}
