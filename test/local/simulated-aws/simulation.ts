import { startOfDay } from "#core/model/utc-day.ts";
import { createEstate } from "#lib/local/estate/create-estate.ts";
import type { Estate } from "#lib/local/estate/estate.ts";
import { startSimulatedAws } from "#lib/local/simulated-aws/server.ts";
import { loadMetrics } from "#lib/local/simulated-http/load-metrics.ts";
import { createSimulationState, type SimulationState } from "#lib/local/simulated-http/simulation-state.ts";

export const FIRST_DAY = "2026-07-01";
export const TODAY = "2026-11-20";
/** Seven in the morning of TODAY: the hour of the daily run. */
export const NOW_SECONDS = startOfDay(TODAY) + 7 * 3600;

export function demoEstate(): Estate {
  return createEstate({ seed: 7, firstDay: FIRST_DAY, lastDay: TODAY, monitoringStart: "2026-11-01" });
}

export interface AwsSimulation {
  readonly estate: Estate;
  readonly state: SimulationState;
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export async function startSimulation(): Promise<AwsSimulation> {
  const estate = demoEstate();
  const state = createSimulationState(NOW_SECONDS);
  const server = await startSimulatedAws(estate, state, await loadMetrics());
  return { estate, state, url: server.url, stop: server.stop };
}

/** Settings of a real SDK client: an account's assumed keys, one attempt, no waiting. */
export function settings(url: string, accountId = "111111111111", region = "us-east-1") {
  return {
    endpoint: url,
    region,
    credentials: { accessKeyId: `ASIA${accountId}XXXX`, secretAccessKey: "simulated" },
    maxAttempts: 1,
    forcePathStyle: true,
  };
}
