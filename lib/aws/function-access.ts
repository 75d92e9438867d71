import type { FunctionId } from "#contract/stages.ts";

/** What a function reaches beyond the archive. */
export type Need =
  | "database"
  | "migration"
  | "pruning"
  | "prometheus"
  | "gateway"
  | "roles"
  | "inventory"
  | "metrics"
  | "subscriptions";

/** Rights and ways of one function; the sameness of the rest is in the code that reads this table. */
export interface FunctionAccess {
  /** Key patterns in the archive; what a function writes it may also read, to compare at a second call. */
  readonly reads: readonly string[];
  readonly writes?: string;
  /** Prefixes whose keys it lists. */
  readonly lists?: readonly string[];
  readonly needs: readonly Need[];
}

const CONFIG = "runs/*/00-open-run/*";
const INVENTORY = "runs/*/01-inventory/*";
const SCORES = "runs/*/10-score/*";
const SAMPLES = "samples/database/*";

const own = (id: FunctionId): string => `runs/*/${id}/*`;

/** Least privilege: each line is what the stage's code does, and nothing more. */
export const FUNCTION_ACCESS: Readonly<Record<FunctionId, FunctionAccess>> = {
  "00-open-run": { reads: [], writes: CONFIG, needs: ["database"] },
  "01-inventory": { reads: [CONFIG], writes: INVENTORY, needs: ["inventory", "subscriptions"] },
  "02-prometheus-health": { reads: [INVENTORY], needs: ["prometheus"] },
  "03-collect-redis": { reads: [CONFIG, INVENTORY], writes: own("03-collect-redis"), needs: ["prometheus"] },
  "04-collect-rds": { reads: [CONFIG, INVENTORY], writes: own("04-collect-rds"), needs: ["metrics"] },
  "05-collect-ec2": { reads: [CONFIG, INVENTORY], writes: own("05-collect-ec2"), needs: ["metrics"] },
  "05b-collect-database": {
    reads: [CONFIG, INVENTORY, SAMPLES],
    writes: own("05b-collect-database"),
    lists: [SAMPLES],
    needs: [],
  },
  "05c-collect-cloudwatch": {
    reads: [CONFIG, INVENTORY],
    writes: own("05c-collect-cloudwatch"),
    needs: ["metrics"],
  },
  "06-normalise": {
    reads: [
      CONFIG,
      own("03-collect-redis"),
      own("04-collect-rds"),
      own("05-collect-ec2"),
      own("05b-collect-database"),
      own("05c-collect-cloudwatch"),
    ],
    writes: own("06-normalise"),
    needs: [],
  },
  "07-aggregate-daily": {
    reads: [CONFIG, own("06-normalise")],
    writes: own("07-aggregate-daily"),
    needs: [],
  },
  "08-persist-metrics": {
    reads: [CONFIG, INVENTORY, own("07-aggregate-daily")],
    writes: own("08-persist-metrics"),
    needs: ["database"],
  },
  "09-baseline": {
    reads: [CONFIG, INVENTORY, own("08-persist-metrics")],
    writes: own("09-baseline"),
    needs: ["database"],
  },
  "10-score": { reads: [CONFIG, own("09-baseline")], writes: SCORES, needs: [] },
  "11-persist-scores": { reads: [SCORES], needs: ["database"] },
  "12-health-scores": { reads: [SCORES], needs: ["database"] },
  "13-alerts": { reads: [CONFIG, INVENTORY, SCORES], needs: ["database"] },
  "13b-morning-page": { reads: [CONFIG], writes: own("13b-morning-page"), needs: ["database"] },
  "14-pipeline-log": { reads: [], needs: ["database"] },
  "sample-database": { reads: [], writes: SAMPLES, needs: ["gateway"] },
  "try-role": { reads: [], needs: ["roles"] },
  migrate: { reads: [], needs: ["migration"] },
  prune: { reads: [], needs: ["pruning"] },
  "alerts-operations": { reads: [], needs: ["database"] },
};
