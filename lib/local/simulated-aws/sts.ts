import { AssumeRole$, GetCallerIdentity$ } from "@aws-sdk/client-sts";
import type { SimulatedRequest } from "#lib/local/simulated-http/request.ts";
import { AwsError, type AwsService } from "./call.ts";
import { assumedKeyId } from "./credential-scope.ts";
import { formOf, QUERY_REFUSALS, queryAction, queryError, queryReply } from "./query-protocol.ts";

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/(.+)$/;
const SESSION_SECONDS = 3600;

/** STS: AssumeRole for any role, and GetCallerIdentity. */
export function stsService(): AwsService {
  return {
    actionOf: queryAction,
    answer(call) {
      switch (call.action) {
        case "AssumeRole": {
          const form = formOf(call.request);
          const [, accountId, roleName] = ROLE_ARN.exec(form.get("RoleArn") ?? "") ?? [];
          if (accountId === undefined) {
            throw new AwsError("ValidationError", `${form.get("RoleArn")} is not the ARN of a role`);
          }
          const session = form.get("RoleSessionName") ?? "session";
          const seconds = Number(form.get("DurationSeconds") ?? SESSION_SECONDS);
          return queryReply(call, AssumeRole$, {
            Credentials: {
              AccessKeyId: assumedKeyId(accountId),
              SecretAccessKey: "simulated",
              SessionToken: "simulated",
              // The SDK compares this with its own clock, not with the simulated one.
              Expiration: new Date(Date.now() + seconds * 1000),
            },
            AssumedRoleUser: {
              AssumedRoleId: `AROASIMULATED:${session}`,
              Arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${session}`,
            },
          });
        }
        case "GetCallerIdentity":
          return queryReply(call, GetCallerIdentity$, {
            UserId: call.accessKeyId,
            Account: call.accountId,
            Arn: `arn:aws:iam::${call.accountId}:user/simulated`,
          });
        default:
          throw new AwsError("InvalidAction", `Could not find operation ${call.action}`);
      }
    },
    error: queryError,
    ...QUERY_REFUSALS,
  };
}

/** The account that an AssumeRole asks for: a fault of that account strikes here already. */
export function assumedAccount(request: SimulatedRequest): string | null {
  return ROLE_ARN.exec(formOf(request).get("RoleArn") ?? "")?.[1] ?? null;
}
