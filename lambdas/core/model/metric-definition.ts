import * as z from "zod";
import { ResourceType, SOURCES } from "./resource.ts";
import { ResourceTypeDefinition } from "./resource-type.ts";

/** Units that stored values may have. The unit is part of a metric's name in every table, page and message. */
export const UNITS = [
  "percent",
  "count",
  "per_second",
  "bytes",
  "bytes_per_second",
  "milliseconds",
  "seconds",
  "ratio",
  "credits",
] as const;
export type Unit = (typeof UNITS)[number];

/** Units in which sources answer; `conversion` turns one into a stored unit. */
const SOURCE_UNITS = [...UNITS, "bytes_per_period", "count_per_period", "mebibytes"] as const;

/** Which of a day's four statistics. */
export const DAILY_STATISTICS = ["min", "max", "avg", "p95"] as const;

const positive = z.number().positive();
const nonNegative = z.number().min(0);

const PrometheusSource = z.strictObject({
  kind: z.literal("prometheus"),
  /** PromQL for all instances at once; `$window` stands for a range of at least four scrape intervals. */
  query: z.string().min(1),
  unit: z.enum(SOURCE_UNITS),
});

const CloudWatchSource = z.strictObject({
  kind: z.literal("cloudwatch"),
  namespace: z.string().min(1),
  metricName: z.string().min(1),
  unit: z.enum(SOURCE_UNITS),
  /** `gauge`: Minimum, Maximum, Sum and SampleCount are read; `per_period_sum`: Sum only, a rate once divided by the period. */
  form: z.enum(["gauge", "per_period_sum"]),
});

const GatewaySource = z.strictObject({
  kind: z.literal("gateway"),
  /** Field of the snapshot catalogue. */
  field: z.string().regex(/^[a-z][a-z0-9_]*$/),
  unit: z.enum(SOURCE_UNITS),
});

const Clause = z.discriminatedUnion("kind", [
  /** The limit statistic beyond a fixed value. */
  z.strictObject({ kind: z.literal("limit"), above: z.number() }),
  z.strictObject({ kind: z.literal("limit_below"), below: z.number() }),
  /** One-sided Z of the scored statistic. */
  z.strictObject({ kind: z.literal("z_above"), above: positive }),
  z.strictObject({ kind: z.literal("z_below"), below: z.number().negative() }),
  /** Spike or drop. */
  z.strictObject({ kind: z.literal("z_beyond"), beyond: positive }),
  z.strictObject({ kind: z.literal("western_electric"), rules: z.array(z.literal([1, 2, 3, 4])).min(1) }),
  /** Limit statistic under a share of the baseline mean. */
  z.strictObject({ kind: z.literal("share_of_baseline_below"), below: z.number().gt(0).lt(1) }),
  /** Above zero in at least `slotShare` of the day's slots, or at all on two consecutive days. */
  z.strictObject({ kind: z.literal("sustained_above_zero"), slotShare: z.number().gt(0).max(1) }),
]);
/** One clause of a metric's condition; a condition holds when any clause does. */
export type Clause = z.infer<typeof Clause>;

/** Everything the pipeline knows of one metric. Keys of the file are metric names such as `redis.memory_usage_pct`. */
export const MetricDefinition = z.strictObject({
  title: z.string().min(1),
  description: z.string().min(1),
  resourceType: ResourceType,
  collectedBy: z.enum(SOURCES),
  source: z.discriminatedUnion("kind", [PrometheusSource, CloudWatchSource, GatewaySource]),
  /** Unit of what is stored, judged and shown. */
  unit: z.enum(UNITS),
  /** Stored value = source value x factor. */
  conversion: z.strictObject({ factor: positive }),
  /** The daily statistic that Z is computed on. */
  scoredStatistic: z.enum(DAILY_STATISTICS),
  /** The daily statistic that hard limits are judged on. */
  limitStatistic: z.enum(DAILY_STATISTICS),
  /** Which departures are bad news: shown, and used by health. */
  badDirection: z.enum(["up", "down", "both"]),
  /** Spread below which a departure of that size is not worth a word; absolute in the stored unit. */
  sigmaFloor: z.strictObject({ absolute: positive, relative: z.number().min(0).max(1) }),
  /** `leave`: a missing slot stays missing. `zero`: the source sends nothing when there is nothing to count. */
  gapPolicy: z.enum(["leave", "zero"]),
  rateOfChange: z.strictObject({ thresholdPct: positive, absoluteFloor: nonNegative }),
  /** Traits that a resource needs; without them the metric is `not_applicable`. */
  appliesTo: z.strictObject({
    traits: z.array(z.string()),
    withoutTraits: z.array(z.string()),
    engines: z.array(z.string()),
  }),
  /** Possible values in the stored unit; anything outside is refused as bad data. */
  validRange: z.strictObject({ min: z.number(), max: z.number().nullable() }),
  /** The specification's alert condition; null where it has no row for the metric. */
  condition: z.array(Clause).min(1).nullable(),
  /** What there is at all, where it will fill or run dry: forecast against, never judged. Absent: its condition's limit, if that has one. */
  forecastLimit: z.number().nullable().default(null),
  /** Weight in the health of its resource. */
  healthWeight: nonNegative,
});
export type MetricDefinition = z.infer<typeof MetricDefinition>;

/** A metric without a row in the specification's tables alerts on |Z| > 3 or any Western Electric rule. */
export const DEFAULT_CONDITION: readonly Clause[] = [
  { kind: "z_beyond", beyond: 3 },
  { kind: "western_electric", rules: [1, 2, 3, 4] },
];

export const METRIC_NAME_PATTERN = /^[a-z0-9]+\.[a-z][a-z0-9_]*$/;

export const MetricsConfig = z.strictObject({
  /** What is watched beside EC2, RDS and Redis. */
  resourceTypes: z.record(ResourceType, ResourceTypeDefinition),
  metrics: z.record(z.string().regex(METRIC_NAME_PATTERN).max(64), MetricDefinition),
});
export type MetricsConfig = z.infer<typeof MetricsConfig>;
