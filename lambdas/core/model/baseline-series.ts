import * as z from "zod";
import { NumberColumn, NumberOrNullColumn } from "./column.ts";
import { PredictionColumns } from "./prediction-columns.ts";

/** What 09 says of a day before Z is computed. `none`: the series has no row for it. */
export const BASELINE_DAY_STATES = ["ok", "partial", "no_data", "not_available", "none"] as const;

/**
 * One line of 09's object: a series over the days that 10 needs, each with its own baseline. All columns are parallel; entry 0 is day
 * `from`. `values` is the scored statistic, null on days that may not be scored or teach a baseline; `raw` is the same on every
 * day with a value. The columns of `prediction` hold the scored days alone, the last entries of the others.
 */
export const BaselineSeries = z.object({
  resourceId: z.string(),
  metric: z.string(),
  from: z.iso.date(),
  state: z.array(z.enum(BASELINE_DAY_STATES)),
  values: NumberOrNullColumn,
  raw: NumberOrNullColumn,
  limit: NumberOrNullColumn,
  aboveZeroShare: NumberOrNullColumn,
  n: NumberColumn,
  mean: NumberOrNullColumn,
  sigma: NumberOrNullColumn,
  prediction: PredictionColumns,
});
export type BaselineSeries = z.infer<typeof BaselineSeries>;
