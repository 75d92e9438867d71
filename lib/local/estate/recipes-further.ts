import { absolute, type MetricRecipe, type RecipeBook } from "./metric-recipe.ts";

const GIB = 1024 ** 3;
const DOCUMENTDB_MEMORY_BYTES = 16 * GIB;
const NODE_STORAGE_MIB = 200 * 1024;

/** A load that follows the shops' day: CPU and what hangs on it. */
const LOAD: Omit<MetricRecipe, "level"> = {
  scale: absolute,
  trafficShare: 0.6,
  dayNoise: 0.02,
  hourNoise: 0.025,
  slotNoise: 0.03,
  spread: 0.12,
};
/** What fills up slowly and hardly moves within a day. */
const STORE: Omit<MetricRecipe, "level"> = {
  scale: absolute,
  trafficShare: 0,
  dayNoise: 0.008,
  hourNoise: 0.001,
  slotNoise: 0.0005,
  spread: 0.001,
};
const NEVER: MetricRecipe = {
  scale: absolute,
  level: [0, 0],
  trafficShare: 0,
  dayNoise: 0,
  hourNoise: 0,
  slotNoise: 0,
  spread: 0,
};
const CPU: MetricRecipe = { ...LOAD, level: [12, 35], healthyMax: 55, possibleMax: 100 };
const LATENCY: MetricRecipe = { ...LOAD, level: [0.001, 0.005], trafficShare: 0.25, healthyMax: 0.018 };

/** MSK and its brokers. */
export const MSK_RECIPES: RecipeBook = {
  "msk.offline_partitions": NEVER,
  "msk.partitions": { ...STORE, level: [300, 900], dayNoise: 0.002, quantum: 1 },
};
export const MSK_BROKER_RECIPES: RecipeBook = {
  "mskbroker.cpu_user_pct": CPU,
  "mskbroker.data_disk_used_pct": { ...STORE, level: [35, 55], healthyMax: 75, possibleMax: 100 },
  "mskbroker.bytes_in_per_second": { ...LOAD, level: [400_000, 4_000_000] },
};

/** DocumentDB as CloudWatch shows it: percent, bytes, seconds. */
export const DOCUMENTDB_RECIPES: RecipeBook = {
  "documentdb.cpu_utilization_pct": CPU,
  "documentdb.freeable_memory_bytes": {
    ...STORE,
    scale: () => DOCUMENTDB_MEMORY_BYTES,
    level: [0.2, 0.45],
    dayNoise: 0.025,
    possibleMax: 0.95,
  },
  "documentdb.database_connections": { ...LOAD, level: [80, 400], spread: 0.03, quantum: 0.2 },
  "documentdb.read_latency_ms": LATENCY,
  "documentdb.write_latency_ms": LATENCY,
};

/** OpenSearch: percent, MiB, milliseconds. */
export const OPENSEARCH_RECIPES: RecipeBook = {
  "opensearch.cpu_utilization_pct": CPU,
  "opensearch.jvm_memory_pressure_pct": {
    ...LOAD,
    level: [38, 55],
    trafficShare: 0.15,
    healthyMax: 75,
    possibleMax: 100,
  },
  "opensearch.free_storage_bytes": {
    ...STORE,
    scale: () => NODE_STORAGE_MIB,
    level: [0.35, 0.7],
    possibleMax: 1,
  },
  "opensearch.search_latency_ms": { ...LOAD, level: [15, 60], trafficShare: 0.3 },
  "opensearch.cluster_status_red": NEVER,
};
