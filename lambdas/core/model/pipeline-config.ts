import * as z from "zod";

const positiveInt = z.int().positive();
const share = z.number().gt(0).max(1);

const Account = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/, "12 digits, quoted"),
  name: z.string().min(1),
  /** Read-only role that the pipeline assumes; null for the account it runs in. */
  roleArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, "the ARN of an IAM role")
    .nullable(),
  externalId: z.string().min(2).nullable(),
  regions: z.array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region such as us-east-1")).min(1),
});

const Schedule = z.strictObject({
  /** Time of day at which the daily run starts. */
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "HH:MM"),
  timeZone: z.string().min(1),
  isEnabled: z.boolean(),
});

/** Share of a metric's health weight that each kind of evidence costs; the heaviest of a series' evidence counts. */
const HealthSeverity = z.strictObject({
  limit: share,
  critical: share,
  westernElectric: share,
  warning: share,
});
export type HealthSeverity = z.infer<typeof HealthSeverity>;

/** How the pipeline runs: where it looks, how much it may tell and spend. */
export const PipelineConfig = z.strictObject({
  environment: z.string().regex(/^[a-z][a-z0-9-]*$/),
  schedule: Schedule,
  accounts: z.array(Account).min(1),
  /** Share of EC2 instances that are watched, chosen by a stable hash of the ARN; 1 is all. */
  ec2SampleShare: share,
  shards: z.strictObject({
    resourcesPerShard: positiveInt.max(200),
    maxShardsPerSource: positiveInt.max(40),
  }),
  prometheus: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).nullable(),
    secretArn: z.string().nullable(),
    scrapeIntervalSeconds: positiveInt.max(3600),
    /** Used where Prometheus does not say how long it keeps data. */
    fallbackRetentionDays: positiveInt,
  }),
  gateway: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).nullable(),
    secretArn: z.string().nullable(),
    sampleEveryMinutes: z.literal(15),
  }),
  database: z.strictObject({
    host: z.string().min(1),
    port: positiveInt.max(65_535),
    name: z.string().min(1),
    secretArn: z.string().nullable(),
  }),
  archive: z.strictObject({ retentionDays: positiveInt.min(8) }),
  retention: z.strictObject({ days: positiveInt.min(60) }),
  alerts: z.strictObject({
    notificationsPerDay: positiveInt,
    /** Judged days in a row without the condition before an alert resolves. */
    resolveAfterCleanDays: positiveInt.max(14),
    dashboardUrl: z.url().nullable(),
    runbookUrl: z.url().nullable(),
  }),
  health: z.strictObject({ severity: HealthSeverity }),
  budget: z.strictObject({ maxUsdPerRun: z.number().positive() }),
});
export type PipelineConfig = z.infer<typeof PipelineConfig>;
export type AccountConfig = z.infer<typeof Account>;
