import * as z from "zod";
import { AwsError, type AwsService, type AwsWorld } from "./call.ts";
import { awsJsonError, awsJsonReply, JSON_REFUSALS, jsonAction, jsonBody } from "./json-protocol.ts";

const GetSecretValue = z.object({ SecretId: z.string() });

/** Secrets Manager: GetSecretValue of the secrets that the simulation was given. */
export function secretsManagerService(world: AwsWorld): AwsService {
  return {
    actionOf: jsonAction,
    answer(call) {
      if (call.action !== "GetSecretValue") {
        throw new AwsError("UnknownOperationException", `${call.action} is not simulated`);
      }
      const { SecretId } = GetSecretValue.parse(jsonBody(call.request));
      const secret = world.state.secrets.get(SecretId);
      if (secret === undefined) {
        throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
      }
      const body = { ARN: SecretId, Name: SecretId, SecretString: secret, VersionId: "1".repeat(32) };
      return awsJsonReply("1.1", 200, JSON.stringify(body));
    },
    error: (error) => awsJsonError("1.1", error),
    ...JSON_REFUSALS,
  };
}
