import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { PrometheusApi } from "#core/ports/prometheus-api.ts";
import { startSimulatedGateway } from "#lib/local/simulated-gateway/server.ts";
import { loadMetrics } from "#lib/local/simulated-http/load-metrics.ts";
import type { SimulatedServer } from "#lib/local/simulated-http/serve.ts";
import { startSimulatedPrometheus } from "#lib/local/simulated-prometheus/server.ts";
import { gatewayOf } from "#runtime/connections/gateway.ts";
import { prometheusOf } from "#runtime/connections/prometheus.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { type AwsSimulation, NOW_SECONDS, startSimulation } from "../local/simulated-aws/simulation.ts";

const CURRENT = "token-of-now";
const ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret";

let simulation: AwsSimulation;
let prometheus: SimulatedServer;
let gateway: SimulatedServer;

beforeAll(async () => {
  simulation = await startSimulation();
  const { estate, state } = simulation;
  const auth = { kind: "bearer", token: CURRENT } as const;
  prometheus = await startSimulatedPrometheus(estate, state, { metrics: await loadMetrics(), auth });
  gateway = await startSimulatedGateway(estate, state, CURRENT);
  vi.stubEnv("AWS_ENDPOINT_URL", simulation.url);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "ASIA111111111111XXXX");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "simulated");
  vi.stubEnv("PROMETHEUS_URL", prometheus.url);
  vi.stubEnv("MCP_GATEWAY_URL", gateway.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([prometheus?.stop(), gateway?.stop(), simulation?.stop()]);
});

/** A secret that was read before its rotation: what a warm function remembers is no longer the source's. */
function staleSecret(variable: string, name: string) {
  const arn = `${ARN}:${name}`;
  const keep = (token: string) => simulation.state.secrets.set(arn, JSON.stringify({ token }));
  keep("token-of-yesterday");
  vi.stubEnv(variable, arn);
  simulation.state.callCounts.clear();
  return { keep, fetches: () => simulation.state.callCounts.get("secretsmanager.GetSecretValue") ?? 0 };
}

describe("a rotation of Prometheus' login in the middle of a call", () => {
  const asked = (api: PrometheusApi | null) => api?.instant("redis_up", NOW_SECONDS);

  it("is survived: the refused login is read once more and the question asked again", async () => {
    const { keep, fetches } = staleSecret("PROMETHEUS_SECRET_ARN", "prometheus-rotated");
    const api = await prometheusOf(readEnvironment());
    keep(CURRENT);
    expect((await asked(api))?.series.length).toBeGreaterThan(0);
    await asked(api);
    expect(fetches()).toBe(2);
  });

  it("is AccessDenied while the secret is not rotated too, and no token is said", async () => {
    const { fetches } = staleSecret("PROMETHEUS_SECRET_ARN", "prometheus-stale");
    const api = await prometheusOf(readEnvironment());
    await expect(asked(api)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.not.stringContaining("token-of"),
    });
    expect(fetches()).toBe(2);
  });
});

describe("a rotation of the gateway's token in the middle of a call", () => {
  it("is survived, by every database that is asked at the same time", async () => {
    const { keep, fetches } = staleSecret("MCP_GATEWAY_SECRET_ARN", "gateway-rotated");
    const api = await gatewayOf(readEnvironment());
    keep(CURRENT);
    const [first = "", second = ""] = await api.sources();
    expect(await Promise.all([api.snapshot(first), api.snapshot(second)])).toMatchObject([
      { sourceId: first },
      { sourceId: second },
    ]);
    expect(fetches()).toBe(2);
    await api.close();
  });

  it("is AccessDenied while the secret is not rotated too", async () => {
    const { fetches } = staleSecret("MCP_GATEWAY_SECRET_ARN", "gateway-stale");
    const api = await gatewayOf(readEnvironment());
    await expect(api.sources()).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.not.stringContaining("token-of"),
    });
    expect(fetches()).toBe(2);
    await api.close();
  });
});
