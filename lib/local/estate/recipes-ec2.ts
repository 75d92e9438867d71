import { creditMaximum } from "./capacity.ts";
import { absolute, type MetricRecipe, type RecipeBook } from "./metric-recipe.ts";

const PERIOD_SECONDS = 300;
const NETWORK: MetricRecipe = {
  scale: () => PERIOD_SECONDS,
  level: [60_000, 4_000_000],
  trafficShare: 0.88,
  dayNoise: 0.025,
  hourNoise: 0.03,
  slotNoise: 0.05,
  spread: 0,
};
const EBS: MetricRecipe = {
  scale: () => PERIOD_SECONDS,
  level: [20_000, 1_500_000],
  trafficShare: 0.45,
  dayNoise: 0.045,
  hourNoise: 0.06,
  slotNoise: 0.1,
  spread: 0,
  emitted: (resource) => resource.traits.includes("nitro"),
};

/** EC2 as CloudWatch shows it: percent, bytes in a 300-second period, credits. */
export const EC2_RECIPES: RecipeBook = {
  "ec2.cpu_utilization_pct": {
    scale: absolute,
    level: [7, 32],
    trafficShare: 0.72,
    dayNoise: 0.02,
    hourNoise: 0.03,
    slotNoise: 0.04,
    spread: 0.15,
    healthyMax: 75,
    possibleMax: 100,
  },
  "ec2.network_in_bytes_per_second": NETWORK,
  "ec2.network_out_bytes_per_second": NETWORK,
  "ec2.ebs_read_bytes_per_second": EBS,
  "ec2.ebs_write_bytes_per_second": EBS,
  "ec2.status_check_failed": {
    scale: absolute,
    level: [0, 0],
    trafficShare: 0,
    dayNoise: 0,
    hourNoise: 0,
    slotNoise: 0,
    spread: 0,
    possibleMax: 1,
  },
  "ec2.cpu_credit_balance": {
    scale: creditMaximum,
    level: [0.08, 0.3],
    trafficShare: 0.3,
    dayNoise: 0.04,
    hourNoise: 0.01,
    slotNoise: 0.004,
    spread: 0.003,
    complementOf: 1,
    possibleMax: 1,
    emitted: (resource) => resource.traits.includes("burstable"),
  },
};
