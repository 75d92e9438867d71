import { MappingType, SpecialValueMatch, type ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";

const RED = "semi-dark-red";
const AMBER = "semi-dark-orange";
const GREEN = "semi-dark-green";
const GREY = "rgba(128, 128, 128, 0.25)";
const NOTHING = "transparent";

type Words = Readonly<Record<string, { readonly color: string; readonly text?: string }>>;

function words(options: Words): ValueMapping {
  return { type: MappingType.ValueToText, options };
}

function absent(text: string): ValueMapping {
  return {
    type: MappingType.SpecialValue,
    options: { match: SpecialValueMatch.Null, result: { text, color: GREY } },
  };
}

function range(from: number | null, to: number | null, color: string): ValueMapping {
  return { type: MappingType.RangeToText, options: { from, to, result: { color } } };
}

/** Each colour has its own sign, so that a picture in grey says the same. */
export const SEVERITY_LEVEL: ValueMapping[] = [
  words({
    "0": { text: " ", color: NOTHING },
    "1": { text: "!", color: AMBER },
    "2": { text: "!!", color: RED },
  }),
  absent("·"),
];

export const SEVERITY: ValueMapping[] = [words({ warning: { color: AMBER }, critical: { color: RED } })];

/** Health, 0 to 100 points. */
export const HEALTH: ValueMapping[] = [
  range(null, 50, RED),
  range(50, 80, AMBER),
  range(80, null, GREEN),
  absent("·"),
];

export const RUN_STATE: ValueMapping[] = [
  words({
    COMPLETE: { color: GREEN },
    PARTIAL: { color: AMBER },
    FAILED: { color: RED },
    SUPERSEDED: { color: GREY },
    OPEN: { color: NOTHING },
    ok: { color: GREEN },
    skipped: { color: GREY },
    partial: { color: AMBER },
    failed: { color: RED },
  }),
];

export const VERDICT: ValueMapping[] = [
  words({
    critical: { color: RED },
    warning: { color: AMBER },
    normal: { color: NOTHING },
    flat: { color: NOTHING },
    learning: { color: GREY },
    partial: { color: GREY },
    no_data: { color: GREY },
    not_available: { color: GREY },
  }),
];

export const COVERAGE_STATE: ValueMapping[] = [
  words({
    watched: { color: GREEN },
    learning: { color: AMBER },
    no_data: { color: RED },
    not_applicable: { color: GREY },
  }),
];

export const IS_COMPLETE: ValueMapping[] = [
  words({ "1": { text: "complete", color: GREEN }, "0": { text: "partial", color: AMBER } }),
  absent("no run"),
];
