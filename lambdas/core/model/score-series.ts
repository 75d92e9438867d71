import * as z from "zod";
import { VERDICTS } from "../ports/score-store.ts";
import { NumberColumn, NumberOrNullColumn } from "./column.ts";

const Flags = z.array(z.boolean().nullable());

/** One line of 10's object: the scores of one series; all columns are parallel, entry i belongs to `dates[i]`. */
export const ScoreSeries = z.object({
  resourceId: z.string(),
  metric: z.string(),
  healthWeight: z.number(),
  dates: z.array(z.iso.date()),
  verdict: z.array(z.enum(VERDICTS)),
  value: NumberOrNullColumn,
  limitValue: NumberOrNullColumn,
  aboveZeroShare: NumberOrNullColumn,
  n: NumberColumn,
  mean: NumberOrNullColumn,
  sigma: NumberOrNullColumn,
  z: NumberOrNullColumn,
  isSigmaFloored: z.array(z.boolean()),
  we1: Flags,
  we2: Flags,
  we3: Flags,
  we4: Flags,
  rocPct: NumberOrNullColumn,
  rocExceeded: Flags,
  review: z.array(z.boolean()),
  healthPenalty: NumberOrNullColumn,
  penaltyReason: z.array(z.string().nullable()),
  conditionsMet: z.array(z.array(z.string())),
});
export type ScoreSeries = z.infer<typeof ScoreSeries>;
