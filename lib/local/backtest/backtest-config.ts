import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";
import { StageError } from "#core/model/stage-error.ts";
import { PREDICTION_SETTINGS, type PredictionSettings } from "#core/predict/prediction-settings.ts";

const { fitsScale, fitsTail, fitsAutocorrelation, ...numbers } = PREDICTION_SETTINGS;
const switches = { fitsScale, fitsTail, fitsAutocorrelation };

/** Settings of the engine that are whole numbers of days or cycles. */
const WHOLE = /(Days|period|Cycles)$/;
const setting = (name: string) => (WHOLE.test(name) ? z.int().min(1).max(3650) : z.number().positive());

/** Settings of the engine that differ from the defaults. */
export const PredictionChanges = z.strictObject({
  ...Object.fromEntries(Object.keys(numbers).map((name) => [name, setting(name).optional()])),
  ...Object.fromEntries(Object.keys(switches).map((name) => [name, z.boolean().optional()])),
});

const Config = z.strictObject({
  alert: z
    .strictObject({
      zAbove: z.number().positive().nullable(),
      drift: z.boolean(),
      silence: z.boolean(),
      spike: z.boolean(),
    })
    .partial()
    .optional(),
  prediction: PredictionChanges.optional(),
});

/** Which evidence makes a day an alert; what people would be told of always does. */
export interface AlertRule {
  /** Null: plain Z makes none. */
  readonly zAbove: number | null;
  readonly drift: boolean;
  readonly silence: boolean;
  readonly spike: boolean;
}

export interface BacktestConfig {
  readonly alert: AlertRule;
  readonly prediction: PredictionSettings;
}

export const BACKTEST_CONFIG: BacktestConfig = {
  alert: { zAbove: 3, drift: true, silence: true, spike: false },
  prediction: PREDICTION_SETTINGS,
};

/**
 * Reads a YAML (or JSON) file with what differs from the defaults, such as `alert: { zAbove: 4 }` or `prediction: { gapDays: 21 }`.
 *
 * @throws StageError InputInvalid with path, what was found and what is accepted.
 */
export function readBacktestConfig(file: string): BacktestConfig {
  const parsed = Config.safeParse(contentOf(file) ?? {});
  if (!parsed.success)
    throw new StageError("InputInvalid", `${file} is no backtest config:\n${z.prettifyError(parsed.error)}`);
  const { alert = {}, prediction } = parsed.data;
  const { zAbove, drift, silence, spike } = BACKTEST_CONFIG.alert;
  return {
    alert: {
      zAbove: alert.zAbove === undefined ? zAbove : alert.zAbove,
      drift: alert.drift ?? drift,
      silence: alert.silence ?? silence,
      spike: alert.spike ?? spike,
    },
    prediction: { ...PREDICTION_SETTINGS, ...prediction },
  };
}

/** What a YAML (or JSON) file holds. @throws StageError InputInvalid */
export function contentOf(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new StageError("InputInvalid", `cannot read ${file} as YAML: check that it is there`, { cause });
  }
}
