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
  return mcpDatabaseGateway({
    url,
    token: arn === undefined ? token : (await secrets().read(arn, Login)).token,
    now: () => Date.parse(now()),
  });
}
