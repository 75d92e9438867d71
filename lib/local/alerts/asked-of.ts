import { userInfo } from "node:os";
import type * as z from "zod";
import { Event } from "#operations/alerts-operations/schema.ts";
import { UsageError } from "../command-line/usage-error.ts";

interface Options {
  readonly alert?: string | undefined;
  readonly note?: string | undefined;
  readonly by?: string | undefined;
  readonly until?: string | undefined;
  readonly all: boolean;
}

const READING: readonly (string | null)[] = ["list", "show"];

/**
 * What was typed, as the event that the function takes.
 * @throws UsageError naming each option that is wrong or missing
 * @example askedOf("show", { alert: "gi5k70mpmv", all: false }) // { action: "show", alert: "gi5k70mpmv" }
 */
export function askedOf(action: string | null, { all, ...options }: Options): Event {
  const typed = {
    action,
    ...options,
    ...(all ? { all } : {}),
    ...(READING.includes(action) ? {} : { by: options.by ?? userInfo().username }),
  };
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
  const parsed = Event.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues.map(inWords).join("\n"));
}

function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys")
    return `${issue.keys.map((key) => `--${key}`).join(", ")}: not for this action`;
  return `--${issue.path.join(".")}: ${issue.message}`;
}
