import * as z from "zod";

/**
 * What may go wrong. Any service: `throttle`, `deny`, `internal_error` (HTTP 500 in the service's own shape; in GetMetricData a
 * result's StatusCode), `http_500` (a bare page, as a load balancer sends), `truncate_body` (half the body under HTTP 200), `reset`
 * (half the body, then the connection breaks), `hang` (no answer ever). Paged lists: `repeat_token`. GetMetricData: `empty_page`,
 * `partial_data`, `forbidden_result`, `late_data`. Prometheus: `html`, `warnings`, `unprocessable`, `nan_values`. Gateway: `tool_error`, `plain_text_error`.
 */
export const FAULT_KINDS = [
  "throttle",
  "deny",
  "internal_error",
  "http_500",
  "truncate_body",
  "reset",
  "hang",
  "repeat_token",
  "empty_page",
  "partial_data",
  "forbidden_result",
  "late_data",
  "html",
  "warnings",
  "unprocessable",
  "nan_values",
  "tool_error",
  "plain_text_error",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One thing that shall go wrong. `*` stands for every action of the service. */
export const FaultRule = z.strictObject({
  /** Name in the SigV4 scope (`ec2`, `monitoring`, `s3`, ...), `prometheus` or `gateway`. */
  service: z.string(),
  /** Such as `GetMetricData`, `query_range`, or the name of a gateway's source. */
  action: z.string().default("*"),
  accountId: z.string().optional(),
  region: z.string().optional(),
  kind: z.enum(FAULT_KINDS),
  /** How many calls it strikes before it is over; without it, every call. */
  times: z.int().positive().optional(),
  /** Share of the matching calls (or of the results of a struck call, where the kind is about results). Default 1. */
  share: z.number().gt(0).max(1).default(1),
});
export type FaultRule = z.infer<typeof FaultRule>;
export type FaultRuleInput = z.input<typeof FaultRule>;

/** The call that a fault may strike. */
export interface FaultTarget {
  readonly service: string;
  readonly action: string;
  readonly accountId?: string;
  readonly region?: string;
}

/** A fault that strikes one call. */
export interface Fault {
  readonly kind: FaultKind;
  /** Spreads the fault over the results of one call: true for `share` of the questions, evenly and always the same ones. */
  readonly hitsNext: () => boolean;
}

/** Kinds that are about single results: `share` picks results, not calls. */
const RESULT_KINDS: ReadonlySet<FaultKind> = new Set([
  "partial_data",
  "forbidden_result",
  "late_data",
  "nan_values",
]);

interface ActiveRule {
  readonly rule: FaultRule;
  readonly isHit: () => boolean;
  strikeCount: number;
}

/** The faults in force; the first rule that matches a call strikes it. */
export interface FaultBook {
  /** Replaces all rules. */
  readonly set: (rules: readonly FaultRuleInput[]) => void;
  /** Called once per call. */
  readonly strike: (target: FaultTarget) => Fault | null;
}

export function createFaultBook(): FaultBook {
  let active: ActiveRule[] = [];
  return {
    set(rules) {
      active = rules.map((input) => {
        const rule = FaultRule.parse(input);
        return { rule, isHit: evenly(isAboutResults(rule) ? 1 : rule.share), strikeCount: 0 };
      });
    },
    strike(target) {
      for (const candidate of active) {
        const { rule } = candidate;
        const isOver = rule.times !== undefined && candidate.strikeCount >= rule.times;
        if (!isOver && matches(rule, target) && candidate.isHit()) {
          candidate.strikeCount += 1;
          return { kind: rule.kind, hitsNext: evenly(rule.share) };
        }
      }
      return null;
    },
  };
}

/** `internal_error` of GetMetricData is a result's StatusCode; elsewhere it is the whole call's. */
function isAboutResults(rule: FaultRule): boolean {
  return RESULT_KINDS.has(rule.kind) || (rule.kind === "internal_error" && rule.action === "GetMetricData");
}

function matches(rule: FaultRule, target: FaultTarget): boolean {
  return (
    rule.service === target.service &&
    (rule.action === "*" || rule.action === target.action) &&
    (rule.accountId === undefined || rule.accountId === target.accountId) &&
    (rule.region === undefined || rule.region === target.region)
  );
}

/** True for `share` of the calls, spread evenly. @example evenly(0.5) // false, true, false, true */
function evenly(share: number): () => boolean {
  let seen = 0;
  return () => {
    seen += 1;
    return Math.floor(seen * share) > Math.floor((seen - 1) * share);
  };
}
