import * as z from "zod";
import { prometheusApi } from "#adapters/prometheus/client.ts";
import type { PrometheusAuth } from "#adapters/prometheus/settings.ts";
import type { PrometheusApi } from "#core/ports/prometheus-api.ts";
import { type Environment, hasRuntimeApi } from "../environment.ts";
import { secrets } from "./secrets.ts";

/** The secret beside Prometheus: a user with a password, or a token. */
const Login = z.union([
  z.object({ username: z.string().min(1), password: z.string() }),
  z.object({ token: z.string().min(1) }),
]);

/** The Prometheus that the environment names; null where it names none. */
export async function prometheusOf(environment: Environment): Promise<PrometheusApi | null> {
  const { PROMETHEUS_URL: baseUrl } = environment;
  if (baseUrl === undefined) return null;
  const connection = { baseUrl, allowLoopback: !hasRuntimeApi() };
  const { PROMETHEUS_SECRET_ARN: arn } = environment;
  if (arn === undefined) return prometheusApi(connection);
  const renewAuth = () => loginOf(arn, { refresh: true });
  return prometheusApi({ ...connection, auth: await loginOf(arn, { refresh: false }), renewAuth });
}

async function loginOf(arn: string, options: { readonly refresh: boolean }): Promise<PrometheusAuth> {
  const login = await secrets().read(arn, Login, options);
  return "token" in login ? { kind: "bearer", token: login.token } : { kind: "basic", ...login };
}
