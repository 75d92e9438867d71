import * as z from "zod";
import { mcpDatabaseGateway } from "#adapters/mcp-gateway/client.ts";
import type { DatabaseGateway } from "#core/ports/database-gateway.ts";
import { now } from "../clock.ts";
import { type Environment, required } from "../environment.ts";
import { secrets } from "./secrets.ts";

const Login = z.object({ token: z.string().min(1) });

/** The MCP gateway that the environment names. @throws EnvironmentInvalid if it names none */
export async function gatewayOf(environment: Environment): Promise<DatabaseGateway> {
  const { MCP_GATEWAY_SECRET_ARN: arn, MCP_GATEWAY_TOKEN: token = null } = environment;
  const url = required(environment, "MCP_GATEWAY_URL");
  const connection = { url, now: () => Date.parse(now()) };
  if (arn === undefined) return mcpDatabaseGateway({ ...connection, token });
  const renewToken = () => tokenOf(arn, { refresh: true });
  return mcpDatabaseGateway({ ...connection, token: await tokenOf(arn, { refresh: false }), renewToken });
}

async function tokenOf(arn: string, options: { readonly refresh: boolean }): Promise<string> {
  return (await secrets().read(arn, Login, options)).token;
}
