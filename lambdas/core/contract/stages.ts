/**
 * The pipeline, in order. This list drives the state machine, the functions, their permissions, the log and the documents:
 * a difference between stages is a column here.
 */
export interface StageDefinition {
  /** Folder under lambdas/stages and `step` in the pipeline log. */
  readonly id: string;
  /** What it does, for a person in the console. */
  readonly title: string;
  /** Needs the database, Prometheus or the gateway, which only the VPC reaches. */
  readonly isInVpc: boolean;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Why this memory and this time: what the largest call holds, and what it waits for. Lambda gives one processor at 1,769 MB. */
  readonly reason: string;
}

export const STAGES = [
  {
    id: "00-open-run",
    title: "Check the input and take the run lease",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 60,
    reason:
      "A dozen small statements and two objects; memory is for a quick cold start of driver and SDK. A database that fails over is met by the retry, not by waiting.",
  },
  {
    id: "01-inventory",
    title: "Discover EC2, RDS, ElastiCache and the types of config",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 300,
    reason:
      "Holds some hundred bytes per resource. Waits for the describe calls of every account and region, 100 resources a page, each tried up to five times under throttling.",
  },
  {
    id: "02-prometheus-health",
    title: "Ask Prometheus what it can see",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 60,
    reason:
      "Four short questions to Prometheus; a server that needs longer than a minute for them cannot answer 03 either.",
  },
  {
    id: "03-collect-redis",
    title: "Read Redis metrics from Prometheus",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 300,
    reason:
      "One shard of 25 instances: six metrics x 7 days x 288 slots are 300,000 samples. Each query is given three tries of 30 seconds.",
  },
  {
    id: "04-collect-rds",
    title: "Read RDS metrics from CloudWatch",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 600,
    reason:
      "One shard of 25 resources, 90 days: some 400,000 points in columns of 8 bytes. Waits for the account's 396,000 points a second, which all shards and other readers share.",
  },
  {
    id: "05-collect-ec2",
    title: "Read EC2 metrics from CloudWatch",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 600,
    reason:
      "As 04: the points of one shard are the same, and the account's limit is shared by up to ten shards at a time.",
  },
  {
    id: "05b-collect-database",
    title: "Read the archived database snapshots",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 300,
    reason:
      "96 snapshots a day of all databases, 7 days at most, each a few hundred kB: eight are read at a time, and kept as differences.",
  },
  {
    id: "05c-collect-cloudwatch",
    title: "Read the metrics of further types from CloudWatch",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 600,
    reason:
      "As 04, for whatever types the config names: a shard is no larger, and the account's limit is the same.",
  },
  {
    id: "06-normalise",
    title: "One unit, one time grid, gaps counted",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 300,
    reason:
      "One shard's samples once as read and once on the grid: 25 resources x 10 metrics x 7 days x 288 slots are 16 MB a copy. No waiting but for S3.",
  },
  {
    id: "07-aggregate-daily",
    title: "Min, max, avg and p95 of each day",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 300,
    reason: "As 06, a day at a time; sorting for the percentile takes a copy of one day only.",
  },
  {
    id: "08-persist-metrics",
    title: "Write the inventory and the daily values",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 600,
    reason:
      "Streams: a batch of rows and the expected series-days of 90 days, about 260,000 short keys. A transaction per date, and a busy database may take seconds for each.",
  },
  {
    id: "09-baseline",
    title: "Read the past and compute baselines",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 300,
    reason:
      "Streams: one series' 120 days at a time. One reading of the whole table's range, whose first row may take the database a minute.",
  },
  {
    id: "10-score",
    title: "Z-scores, Western Electric rules, rate of change",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 300,
    reason:
      "Holds the fleet once: 2,900 series x 120 days x 8 bytes and their scores. Computing it takes seconds on a third of a processor.",
  },
  {
    id: "11-persist-scores",
    title: "Write the anomaly scores",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 600,
    reason: "As 08: a batch at a time, a transaction per date, after a backfill 90 of them.",
  },
  {
    id: "12-health-scores",
    title: "Health of each resource, 0 to 100",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 300,
    reason: "One row per resource and day, a date at a time; the penalties of one date fit in a megabyte.",
  },
  {
    id: "13-alerts",
    title: "Open, confirm and resolve alerts; write the messages",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 300,
    reason:
      "The open alerts and 30 days of their scores; messages are 24 KiB at most. The fold reads date by date.",
  },
  {
    id: "13b-morning-page",
    title: "Render the morning page and archive it",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 120,
    reason:
      "Charts of a dozen series and the health of 30 days: half a second and 200 MB on the specification's fleet; the code that draws makes a slow cold start.",
  },
  {
    id: "14-pipeline-log",
    title: "Record how the run ended",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 60,
    reason: "Fewer than twenty rows. Runs also when all else failed: it must give up before a person does.",
  },
] as const satisfies readonly StageDefinition[];

export type StageId = (typeof STAGES)[number]["id"];

/** Not a stage of the run: takes one snapshot of the databases behind the gateway, on its own schedule. */
export const SAMPLER = {
  id: "sample-database",
  title: "Snapshot the databases behind the MCP gateway",
  isInVpc: true,
  memoryMb: 512,
  timeoutSeconds: 300,
  reason:
    "A snapshot is a few kB per database, four short statements each, eight databases at a time. Must end before the next, 15 minutes later.",
} as const satisfies StageDefinition;

/** Not a stage of the run: creates or checks the tables when the stack is deployed. */
export const MIGRATOR = {
  id: "migrate",
  title: "Create or check the infra_* tables",
  isInVpc: true,
  memoryMb: 512,
  timeoutSeconds: 300,
  reason:
    "The text of the DDL. A new column on a large table may be copied by the database: minutes, and the deployment waits.",
} as const satisfies StageDefinition;

/** Not a stage of the run: takes the role of a watched account once, when the stack that first names it is deployed. */
export const ROLE_TRIER = {
  id: "try-role",
  title: "Try the role of a watched account",
  isInVpc: false,
  memoryMb: 512,
  timeoutSeconds: 120,
  reason:
    "One call of STS, and three more in half a minute, because a right that IAM was given a moment ago is not known everywhere at once.",
} as const satisfies StageDefinition;

/** Not a stage of the run: deletes what is older than the retention, on its own schedule. */
export const PRUNER = {
  id: "prune",
  title: "Delete rows older than the retention",
  isInVpc: true,
  memoryMb: 512,
  timeoutSeconds: 300,
  reason:
    "Holds nothing but counts: rows are deleted where they lie, in small batches. What does not fit in the time is left for tomorrow.",
} as const satisfies StageDefinition;

/** Not a stage of the run: what people say of alerts, called by them. */
export const ALERTS_OPERATOR = {
  id: "alerts-operations",
  title: "List, acknowledge, silence and refute alerts",
  isInVpc: true,
  memoryMb: 512,
  timeoutSeconds: 60,
  reason:
    "Holds the alerts of 92 days and what was said of them, a few thousand rows. A person waits for the answer: after a minute they ask why.",
} as const satisfies StageDefinition;

/** Functions beside the pipeline: folders under lambdas/operations. */
export const OPERATIONS = [MIGRATOR, ROLE_TRIER, PRUNER, ALERTS_OPERATOR] as const;

/** Every function that is deployed. */
export const FUNCTIONS = [...STAGES, SAMPLER, ...OPERATIONS] as const;

export type FunctionId = (typeof FUNCTIONS)[number]["id"];
