import * as z from "zod";

/** Widths of the columns `actor` and `note`, the note shorter: people read it in a table. */
const MAX_ACTOR_LENGTH = 64;
const MAX_NOTE_LENGTH = 1000;

/** Who `told` rows belong to: a person of that name could not be told from it. */
const PIPELINE = "pipeline";

const alert = z
  .string({ error: "say which alert, by its id of ten characters: list shows it" })
  .regex(/^[0-9a-v]{10}$/, "an alert's id has ten characters of 0-9 and a-v: list shows it");
const note = z
  .string({ error: "say why" })
  .trim()
  .min(1, "say why")
  .max(MAX_NOTE_LENGTH, `at most ${MAX_NOTE_LENGTH} characters`);
const by = z
  .string({ error: "say who you are" })
  .trim()
  .min(1, "say who you are")
  .max(MAX_ACTOR_LENGTH, `at most ${MAX_ACTOR_LENGTH} characters`)
  .refine((who) => who !== PIPELINE, `${PIPELINE} is the name of what tells people`);
const until = z.iso.date({
  error: ({ input }) =>
    input === undefined
      ? "a silence must end: say until which day (YYYY-MM-DD)"
      : "a UTC day such as 2026-11-30 is accepted",
});

/** What a person asks: from the command line, the console or `aws lambda invoke`. */
export const Event = z.discriminatedUnion("action", [
  /** `all`: with those of class `statistical`, which nobody is told of. */
  z.strictObject({ action: z.literal("list"), all: z.boolean().default(false) }),
  z.strictObject({ action: z.literal("show"), alert }),
  z.strictObject({ action: z.literal("acknowledge"), alert, note, by }),
  z.strictObject({ action: z.literal("silence"), alert, note, by, until }),
  z.strictObject({ action: z.literal("refute"), alert, note, by }),
]);
export type Event = z.infer<typeof Event>;
