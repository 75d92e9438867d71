import type { MetricsConfig } from "#core/model/metric-definition.ts";

/** Functions over a day of five-minute steps. */
const OVER_TIME = ["min", "max", "avg", "sum", "count"] as const;
export type OverTime = (typeof OVER_TIME)[number];

/** An instant vector that is understood. */
export type Vector =
  | { readonly kind: "metric"; readonly metric: string; readonly name: string | null }
  | { readonly kind: "redis_up" }
  | { readonly kind: "up" }
  /** What an exporter that nobody deployed would send. */
  | { readonly kind: "absent" };

/** A query that is understood: a vector, or a function of its last day. */
export interface Expression {
  readonly vector: Vector;
  readonly overTime: OverTime | null;
  /** `(EXPR > 0)` inside the function: steps that are not above zero have no point. */
  readonly isAboveZero: boolean;
}

/** Understands a query; null for any other PromQL. */
export type Parse = (query: string) => Expression | null;

/** The estate has redis_exporter and no other, as the specification says. */
const ABSENT = ["node_uname_info", "mysql_up", "pg_up", "mongodb_up"];

const OVER_TIME_CALL = new RegExp(`^(${OVER_TIME.join("|")})_over_time\\(\\((.*)\\)\\[1d:5m\\]\\)$`, "s");
const ABOVE_ZERO = /^(.*) > 0$/s;
const WINDOW = /\[\d+[smh]\]/g;
/** `metric and on (…) …` keeps the metric's name; functions and arithmetic drop it. */
const KEPT_NAME = /^([a-zA-Z_:][a-zA-Z0-9_:]*) and /;

/**
 * A parser of just the queries that the pipeline sends: the Prometheus expressions of the metrics' configuration with any range in place
 * of `$window`, `redis_up`, `up`, what other exporters would send, and functions over `(EXPR)[1d:5m]` of them. White space does not matter.
 */
export function createParser(metrics: MetricsConfig["metrics"]): Parse {
  const vectors = new Map<string, Vector>([
    ["redis_up", { kind: "redis_up" }],
    ["up", { kind: "up" }],
    ...ABSENT.map((name) => [name, { kind: "absent" }] as const),
  ]);
  for (const [metric, { source }] of Object.entries(metrics)) {
    if (source.kind === "prometheus") {
      const text = normal(source.query.replaceAll("[$window]", "[1m]"));
      vectors.set(text, { kind: "metric", metric, name: KEPT_NAME.exec(text)?.[1] ?? null });
    }
  }
  return (query) => {
    const [, name, inner] = OVER_TIME_CALL.exec(query.trim()) ?? [];
    const overTime = OVER_TIME.find((candidate) => candidate === name) ?? null;
    const text = normal(inner ?? query);
    const whole = vectors.get(text);
    if (whole !== undefined) {
      return { vector: whole, overTime, isAboveZero: false };
    }
    const [, compared = ""] = ABOVE_ZERO.exec(text) ?? [];
    const unwrapped = /^\((.*)\)$/s.exec(compared)?.[1]?.trim();
    const vector = vectors.get(unwrapped ?? compared);
    // Without parentheses `a and b > 0` is `a and (b > 0)`, and b, `redis_up == 1`, is always above zero.
    const isAboveZero = unwrapped !== undefined || !compared.includes(" and ");
    return vector === undefined ? null : { vector, overTime, isAboveZero };
  };
}

function normal(text: string): string {
  return text.trim().replace(/\s+/g, " ").replace(WINDOW, "[1m]");
}
