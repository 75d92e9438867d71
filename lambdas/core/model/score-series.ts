import * as z from "zod";
import { VERDICTS } from "../ports/score-store.ts";
import { FlagColumn, NumberColumn, NumberOrNullColumn } from "./column.ts";
import { PREDICTION_COLUMNS } from "./prediction-columns.ts";

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
  we1: FlagColumn,
  we2: FlagColumn,
  we3: FlagColumn,
  we4: FlagColumn,
  rocPct: NumberOrNullColumn,
  rocExceeded: FlagColumn,
  review: z.array(z.boolean()),
  healthPenalty: NumberOrNullColumn,
  penaltyReason: z.array(z.string().nullable()),
  conditionsMet: z.array(z.array(z.string())),
  ...PREDICTION_COLUMNS,
});
export type ScoreSeries = z.infer<typeof ScoreSeries>;
