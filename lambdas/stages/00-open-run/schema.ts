import * as z from "zod";
import { Run } from "#core/model/run.ts";

/** `input` is whatever the execution was started with: it is judged here and nowhere else. */
export const Event = z.object({
  input: z.unknown(),
  executionName: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/),
});
export type Event = z.infer<typeof Event>;

export const Answer = Run;
export type Answer = z.infer<typeof Answer>;
