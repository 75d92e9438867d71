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
}

export const STAGES = [
  {
    id: "00-open-run",
    title: "Check the input and take the run lease",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 60,
  },
  {
    id: "01-inventory",
    title: "Discover EC2, RDS and ElastiCache",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 300,
  },
  {
    id: "02-prometheus-health",
    title: "Ask Prometheus what it can see",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 60,
  },
  {
    id: "03-collect-redis",
    title: "Read Redis metrics from Prometheus",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 300,
  },
  {
    id: "04-collect-rds",
    title: "Read RDS metrics from CloudWatch",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 600,
  },
  {
    id: "05-collect-ec2",
    title: "Read EC2 metrics from CloudWatch",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 600,
  },
  {
    id: "05b-collect-database",
    title: "Read the archived database snapshots",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 300,
  },
  {
    id: "06-normalise",
    title: "One unit, one time grid, gaps counted",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 300,
  },
  {
    id: "07-aggregate-daily",
    title: "Min, max, avg and p95 of each day",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 300,
  },
  {
    id: "08-persist-metrics",
    title: "Write the inventory and the daily values",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 600,
  },
  {
    id: "09-baseline",
    title: "Read the past and compute baselines",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 300,
  },
  {
    id: "10-score",
    title: "Z-scores, Western Electric rules, rate of change",
    isInVpc: false,
    memoryMb: 512,
    timeoutSeconds: 300,
  },
  {
    id: "11-persist-scores",
    title: "Write the anomaly scores",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 600,
  },
  {
    id: "12-health-scores",
    title: "Health of each resource, 0 to 100",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 300,
  },
  {
    id: "13-alerts",
    title: "Open, confirm and resolve alerts; write the messages",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 300,
  },
  {
    id: "14-pipeline-log",
    title: "Record how the run ended",
    isInVpc: true,
    memoryMb: 512,
    timeoutSeconds: 60,
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
} as const satisfies StageDefinition;

/** Not a stage of the run: creates or checks the tables when the stack is deployed. */
export const MIGRATOR = {
  id: "migrate",
  title: "Create or check the infra_* tables",
  isInVpc: true,
  memoryMb: 512,
  timeoutSeconds: 300,
} as const satisfies StageDefinition;

/** Not a stage of the run: deletes what is older than the retention, on its own schedule. */
export const PRUNER = {
  id: "prune",
  title: "Delete rows older than the retention",
  isInVpc: true,
  memoryMb: 512,
  timeoutSeconds: 300,
} as const satisfies StageDefinition;

/** Functions beside the pipeline: folders under lambdas/operations. */
export const OPERATIONS = [MIGRATOR, PRUNER] as const;

/** Every function that is deployed. */
export const FUNCTIONS = [...STAGES, SAMPLER, ...OPERATIONS] as const;

export type FunctionId = (typeof FUNCTIONS)[number]["id"];
