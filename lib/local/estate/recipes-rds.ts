import { allocatedStorageBytes, databaseMemoryBytes, maxConnections } from "./capacity.ts";
import { absolute, type MetricRecipe, type RecipeBook } from "./metric-recipe.ts";

/** Quantum of an average over five readings of whole numbers. */
const FIFTH = 0.2;

/** Connections in use, as a share of `max_connections`. */
export const CONNECTIONS: MetricRecipe = {
  scale: maxConnections,
  level: [0.1, 0.42],
  trafficShare: 0.4,
  dayNoise: 0.025,
  hourNoise: 0.02,
  slotNoise: 0.015,
  spread: 0.03,
  possibleMax: 1,
  quantum: FIFTH,
};

/** RDS as CloudWatch shows it: percent, bytes, seconds, operations a second. */
export const RDS_RECIPES: RecipeBook = {
  "rds.cpu_utilization_pct": {
    scale: absolute,
    level: [9, 32],
    trafficShare: 0.7,
    dayNoise: 0.02,
    hourNoise: 0.025,
    slotNoise: 0.03,
    spread: 0.12,
    healthyMax: 75,
    possibleMax: 100,
  },
  "rds.freeable_memory_bytes": {
    scale: databaseMemoryBytes,
    level: [0.15, 0.45],
    trafficShare: -0.06,
    dayNoise: 0.028,
    hourNoise: 0.008,
    slotNoise: 0.004,
    spread: 0.006,
    possibleMax: 0.95,
  },
  "rds.database_connections": CONNECTIONS,
  "rds.read_latency_ms": {
    scale: absolute,
    level: [0.0006, 0.004],
    trafficShare: 0.25,
    dayNoise: 0.04,
    hourNoise: 0.04,
    slotNoise: 0.06,
    spread: 0.25,
    healthyMax: 0.0185,
  },
  "rds.write_latency_ms": {
    scale: absolute,
    level: [0.0008, 0.005],
    trafficShare: 0.25,
    dayNoise: 0.04,
    hourNoise: 0.04,
    slotNoise: 0.06,
    spread: 0.25,
    healthyMax: 0.0185,
  },
  "rds.read_iops": {
    scale: absolute,
    level: [60, 900],
    trafficShare: 0.7,
    dayNoise: 0.03,
    hourNoise: 0.04,
    slotNoise: 0.05,
    spread: 0.15,
    possibleMax: 3000,
  },
  "rds.write_iops": {
    scale: absolute,
    level: [40, 600],
    trafficShare: 0.75,
    dayNoise: 0.03,
    hourNoise: 0.04,
    slotNoise: 0.05,
    spread: 0.15,
    possibleMax: 3000,
  },
  "rds.free_storage_bytes": {
    scale: (resource) => allocatedStorageBytes(resource) ?? 0,
    level: [0.3, 0.7],
    trafficShare: 0,
    dayNoise: 0.008,
    hourNoise: 0.001,
    slotNoise: 0.0003,
    spread: 0.0004,
    monthlyDrift: -0.006,
    possibleMax: 1,
    emitted: (resource) => allocatedStorageBytes(resource) !== null,
  },
};
