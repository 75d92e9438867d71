import * as z from "zod";
import { ENVIRONMENT_MAX_LENGTH } from "../contract/function-names.ts";
import { dayNumber } from "./utc-day.ts";

const positiveInt = z.int().positive();
const share = z.number().gt(0).max(1);

const Account = z
  .strictObject({
    accountId: z.string().regex(/^\d{12}$/, "12 digits, quoted"),
    name: z.string().min(1),
    /** Read-only role that the pipeline assumes; null for the account it runs in. */
    roleArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, "the ARN of an IAM role")
      .nullable(),
    externalId: z.string().min(2).nullable(),
    regions: z.array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region such as us-east-1")).min(1),
  })
  .refine(({ accountId, roleArn }) => roleArn === null || roleArn.split(":")[4] === accountId, {
    error: "the role is one of another account",
    path: ["roleArn"],
  });

const Schedule = z.strictObject({
  /** Time of day at which the daily run starts. */
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "HH:MM"),
  timeZone: z.string().min(1),
  isEnabled: z.boolean(),
});
export type Schedule = z.infer<typeof Schedule>;

/** Share of a metric's health weight that each kind of evidence costs; the heaviest of a series' evidence counts. */
const HealthSeverity = z.strictObject({
  limit: share,
  critical: share,
  westernElectric: share,
  warning: share,
});
export type HealthSeverity = z.infer<typeof HealthSeverity>;

/** Longest silence: one that nobody comes back to is a metric that nobody watches. */
export const LONGEST_SILENCE_DAYS = 92;

/** Alerts that nobody is told of for a while, a maintenance window included: recorded and shown as every other. All parts of the matcher must fit. */
const Silence = z
  .strictObject({
    matcher: z
      .strictObject({
        /** Name or id of the resource; `*` stands for any text. */
        resource: z.string().min(1).optional(),
        metric: z.string().min(1).optional(),
        type: z.string().min(1).optional(),
        account: z.string().min(1).optional(),
        tag: z.strictObject({ key: z.string().min(1), value: z.string() }).optional(),
      })
      .refine((matcher) => Object.keys(matcher).length > 0, "name what is silenced: one part at least"),
    reason: z.string().min(1),
    owner: z.string().min(1),
    /** First and last UTC day. */
    from: z.iso.date(),
    until: z.iso.date(),
  })
  .refine(({ from, until }) => from <= until, "until lies before from: such a silence silences nothing")
  .refine(
    ({ from, until }) => dayNumber(until) - dayNumber(from) < LONGEST_SILENCE_DAYS,
    `a silence must end: ${LONGEST_SILENCE_DAYS} days at most`,
  );
export type Silence = z.infer<typeof Silence>;

const secretArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/, "the ARN of a secret");

/** Where traffic may go: a CIDR block, a security group or a prefix list. */
const Peer = z
  .string()
  .regex(/^(sg-[0-9a-f]+|pl-[0-9a-f]+|\d{1,3}(\.\d{1,3}){3}\/\d{1,2})$/, "a CIDR block, sg-... or pl-...");

/** How functions in the VPC reach an AWS service. `to`: null where the stack's own endpoint says it. */
const WayToService = z.strictObject({
  through: z.enum(["nat", "endpoints", "existing"]),
  to: Peer.nullable(),
});

const Vpc = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("existing"),
    vpcId: z.string().regex(/^vpc-[0-9a-f]+$/, "vpc-..."),
    /** As many as subnets, in their order. */
    availabilityZones: z.array(z.string().min(1)).min(1),
    subnetIds: z.array(z.string().regex(/^subnet-[0-9a-f]+$/, "subnet-...")).min(1),
    /** Groups to put the functions in; empty: the stack makes groups that open exactly what each function needs. */
    securityGroupIds: z.array(z.string().regex(/^sg-[0-9a-f]+$/, "sg-...")),
  }),
  z.strictObject({
    kind: z.literal("new"),
    cidr: z.string().regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, "a CIDR block"),
  }),
]);

/** A small Aurora MySQL Serverless v2 in a stack of its own, for those who have no database to give. */
const Aurora = z
  .strictObject({
    /** Capacity units of 2 GiB; 0 lets it sleep between runs. */
    minCapacityUnits: z.number().min(0).max(16).multipleOf(0.5),
    maxCapacityUnits: z.number().min(1).max(64).multipleOf(0.5),
    backupDays: positiveInt.max(35),
    /** Who may connect. */
    clientPeers: z.array(Peer).min(1),
  })
  .refine(({ minCapacityUnits, maxCapacityUnits }) => minCapacityUnits <= maxCapacityUnits, {
    error: "minCapacityUnits is larger than maxCapacityUnits",
  });

/** What only the deployment to AWS reads. */
const Deployment = z.strictObject({
  network: z.strictObject({
    vpc: Vpc,
    s3: WayToService,
    secretsManager: WayToService,
    /** Where each of our own services answers; null where there is none. */
    databasePeer: Peer,
    prometheusPeer: Peer.nullable(),
    gatewayPeer: Peer.nullable(),
  }),
  /** null: the database exists already. */
  aurora: Aurora.nullable(),
  /** Login that may create tables; read by the migration only. */
  migrationSecretArn: secretArn.nullable(),
  /** Logins beside `database.secretArn`. */
  databaseUsers: z
    .strictObject({
      /** The migration makes them, their names begin with infra_; false: it only looks whether they can do their work. */
      areCreated: z.boolean(),
      /** May read and delete; null: the pruning uses `database.secretArn`. */
      prunerSecretArn: secretArn.nullable(),
      /** Grafana's, may read the infra_v_* views; null: the migration does not look at it. */
      readerSecretArn: secretArn.nullable(),
    })
    .default({ areCreated: false, prunerSecretArn: null, readerSecretArn: null }),
  /** Customer-managed keys of the secrets above, if they have any. */
  secretKeyArns: z.array(
    z.string().regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/.+$/, "the ARN of a key"),
  ),
  /** Who is told: of the watched resources, and of the pipeline itself. SNS asks each address to confirm first. */
  subscribers: z.strictObject({
    notificationEmails: z.array(z.email()),
    notificationWebhooks: z.array(z.url({ protocol: /^https$/ })),
    alarmEmails: z.array(z.email()),
    alarmWebhooks: z.array(z.url({ protocol: /^https$/ })),
  }),
  alarms: z.strictObject({
    /** Off until the first backfill has ended: before it, nothing is COMPLETE. */
    isDaysBehindOn: z.boolean(),
  }),
});

/** How the pipeline runs: where it looks, how much it may tell and spend. */
export const PipelineConfig = z.strictObject({
  environment: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "a lower-case word such as prod")
    .max(ENVIRONMENT_MAX_LENGTH, `${ENVIRONMENT_MAX_LENGTH} characters at most: names in AWS are made of it`),
  schedule: Schedule,
  accounts: z
    .array(Account)
    .min(1)
    .refine(
      (accounts) => new Set(accounts.map(({ accountId }) => accountId)).size === accounts.length,
      "an account is named twice: put all its regions in one place",
    ),
  /** Share of EC2 instances that are watched, chosen by a stable hash of the ARN; 1 is all. */
  ec2SampleShare: share,
  /** Tags that name the group of an instance, such as a cluster, in the order in which they count; after them its Auto Scaling group does. */
  ec2GroupTags: z.array(z.string().min(1)).default([]),
  /** Watch the readers of each Aurora cluster too, as one resource beside its writer. */
  withAuroraReaders: z.boolean().default(false),
  shards: z.strictObject({
    resourcesPerShard: positiveInt.max(200),
    maxShardsPerSource: positiveInt.max(40),
  }),
  prometheus: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).nullable(),
    secretArn: secretArn.nullable(),
    scrapeIntervalSeconds: positiveInt.max(3600),
    /** Used where Prometheus does not say how long it keeps data. */
    fallbackRetentionDays: positiveInt,
  }),
  gateway: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).nullable(),
    secretArn: secretArn.nullable(),
    sampleEveryMinutes: z.literal(15),
  }),
  database: z.strictObject({
    host: z.string().min(1),
    port: positiveInt.max(65_535),
    name: z.string().min(1),
    secretArn: secretArn.nullable(),
  }),
  archive: z.strictObject({ retentionDays: positiveInt.min(8) }),
  retention: z.strictObject({ days: positiveInt.min(60) }),
  alerts: z.strictObject({
    notificationsPerDay: positiveInt,
    /** Judged days in a row without the condition before an alert resolves. */
    resolveAfterCleanDays: positiveInt.max(14),
    /** A message also on a day without news. */
    heartbeat: z.boolean(),
    /** A third form of each message, for Slack or Teams, on a topic of its own. */
    chat: z.boolean().default(false),
    silences: z.array(Silence).default([]),
    dashboardUrl: z.url().nullable(),
    runbookUrl: z.url().nullable(),
  }),
  health: z.strictObject({ severity: HealthSeverity }),
  budget: z.strictObject({ maxUsdPerRun: z.number().positive() }),
  /** Absent where the pipeline only runs on a person's machine. */
  deployment: Deployment.optional(),
});
export type PipelineConfig = z.infer<typeof PipelineConfig>;
export type AccountConfig = z.infer<typeof Account>;
