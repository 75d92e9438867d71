import { randomBytes } from "node:crypto";
import type { Estate } from "./estate/estate.ts";
import type { AwsAccess } from "./simulated-aws/call.ts";
import { startSimulatedAws } from "./simulated-aws/server.ts";
import { startSimulatedGateway } from "./simulated-gateway/server.ts";
import { createEstateControls, type EstateControls } from "./simulated-http/estate-controls.ts";
import { loadMetrics } from "./simulated-http/load-metrics.ts";
import { createSimulationState } from "./simulated-http/simulation-state.ts";
import { startSimulatedPrometheus } from "./simulated-prometheus/server.ts";

const TOKEN_BYTES = 24;

/** Where the servers of an estate are. */
export interface EstateAddresses {
  /** For AWS_ENDPOINT_URL. */
  readonly awsUrl: string;
  readonly prometheusUrl: string;
  readonly gatewayUrl: string;
  /** The bearer token that the gateway wants. */
  readonly gatewayToken: string;
}

/** The running servers of an estate, and the ways to steer them. */
export interface EstateServers extends EstateAddresses, EstateControls {
  readonly stop: () => Promise<void>;
}

/**
 * Starts the simulated AWS, Prometheus and MCP gateway of an estate in this process, on free ports of 127.0.0.1, with one clock.
 *
 * @param options `clock`: the simulated moment to begin with, in epoch seconds; `access`: who may call what of AWS, everybody where absent
 */
export async function startEstateServers(
  estate: Estate,
  options: { readonly clock: number; readonly access?: AwsAccess },
): Promise<EstateServers> {
  const metrics = await loadMetrics();
  const state = createSimulationState(options.clock);
  const gatewayToken = randomBytes(TOKEN_BYTES).toString("base64url");
  const [aws, prometheus, gateway] = await Promise.all([
    startSimulatedAws(estate, state, metrics, options.access),
    startSimulatedPrometheus(estate, state, { metrics }),
    startSimulatedGateway(estate, state, gatewayToken),
  ]);
  return {
    awsUrl: aws.url,
    prometheusUrl: prometheus.url,
    gatewayUrl: gateway.url,
    gatewayToken,
    ...createEstateControls(aws.url),
    async stop() {
      await Promise.all([aws.stop(), prometheus.stop(), gateway.stop()]);
    },
  };
}
