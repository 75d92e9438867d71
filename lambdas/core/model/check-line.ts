import * as z from "zod";
import { StageError } from "./stage-error.ts";

/** Longest detail: all lines together pass through the state. */
const MAX_DETAIL_LENGTH = 240;

/** One line of the table that a check ends with: what was tried, and what answered or why nothing did. */
export const CheckLine = z.object({ what: z.string(), ok: z.boolean(), detail: z.string() });
export type CheckLine = z.infer<typeof CheckLine>;

/**
 * Tries one thing. A refusal is a line that says so, never an error: a check shows all that is wrong at once.
 * @param test - answers what it saw; throws a StageError where it is not as a run needs it
 * @example await checkLine("archive", async () => "an object was written and read") // { what: "archive", ok: true, detail: "an object …" }
 */
export async function checkLine(what: string, test: () => Promise<string>): Promise<CheckLine> {
  try {
    return { what, ok: true, detail: cut(await test()) };
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    return { what, ok: false, detail: cut(`${error.name}: ${error.message}`) };
  }
}

function cut(detail: string): string {
  return detail.length > MAX_DETAIL_LENGTH ? `${detail.slice(0, MAX_DETAIL_LENGTH - 1)}…` : detail;
}
