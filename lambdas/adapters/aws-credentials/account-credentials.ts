import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import * as z from "zod";
import { StageError } from "#core/model/stage-error.ts";
import type { AccountAccess } from "#core/ports/cloud-inventory.ts";
import { awsFailure, failureText } from "#core/remote/aws-failure.ts";

/** Temporary keys of one account. */
export interface AccountCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** What an SDK client takes as `credentials`; null: leave it out, the function's own credentials are meant. */
export type CredentialsFor = (account: AccountAccess) => (() => Promise<AccountCredentials>) | null;

/** CloudTrail of the other account shows the calls under this name. */
const SESSION_NAME = "pim";

/** Keys are renewed this long before they end, so that no call in flight outlives them. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;

const Answer = z.object({
  Credentials: z.object({
    AccessKeyId: z.string().min(1),
    SecretAccessKey: z.string().min(1),
    SessionToken: z.string().min(1),
    Expiration: z.date(),
  }),
});

function refusal(account: AccountAccess, error: unknown): StageError {
  const name = awsFailure(error) ?? "SourceUnavailable";
  if (name === "EnvironmentInvalid")
    return new StageError(name, "AWS_REGION is not set, and no AWS profile names a region", { cause: error });
  if (error instanceof Error && error.name === "CredentialsProviderError")
    return new StageError(
      "AccessDenied",
      `there are no AWS credentials to assume role ${account.roleArn} with: log in, or set AWS_PROFILE`,
      { cause: error },
    );
  const message =
    name === "AccessDenied" || name === "SourceRefused"
      ? `account ${account.accountId}: role ${account.roleArn} cannot be assumed; check the role's trust policy, its external id and the function's sts:AssumeRole (${failureText(error)})`
      : `account ${account.accountId}: STS did not answer for role ${account.roleArn} (${failureText(error)})`;
  return new StageError(name === "SourceRefused" ? "AccessDenied" : name, message, { cause: error });
}

async function assume(sts: STSClient, account: AccountAccess): Promise<AccountCredentials> {
  let answer: unknown;
  try {
    answer = await sts.send(
      new AssumeRoleCommand({
        RoleArn: account.roleArn ?? undefined,
        RoleSessionName: SESSION_NAME,
        ExternalId: account.externalId ?? undefined,
      }),
    );
  } catch (error) {
    throw refusal(account, error);
  }
  const parsed = Answer.safeParse(answer);
  if (!parsed.success) {
    throw new StageError("ContractBroken", `account ${account.accountId}: STS answered without credentials`);
  }
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = parsed.data.Credentials;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}

function cached(
  load: () => Promise<AccountCredentials>,
  now: () => number,
): () => Promise<AccountCredentials> {
  let held: AccountCredentials | null = null;
  let loading: Promise<AccountCredentials> | null = null;
  return async () => {
    if (held !== null && held.expiration.getTime() - now() > RENEW_BEFORE_MS) return held;
    loading ??= load().finally(() => {
      loading = null;
    });
    held = await loading;
    return held;
  };
}

/**
 * Credentials of every watched account: the role of the config assumed once for all clients of that account, and again before its
 * keys end. `now` is in epoch milliseconds.
 *
 * The provider throws AccessDenied, SourceThrottled or SourceUnavailable with the account and the role in the message; an SDK
 * client passes it on unchanged.
 */
export function accountCredentials(sts: STSClient, now: () => number = Date.now): CredentialsFor {
  const providers = new Map<string, () => Promise<AccountCredentials>>();
  return (account) => {
    if (account.roleArn === null) return null;
    const key = `${account.roleArn} ${account.externalId ?? ""}`;
    const known = providers.get(key);
    if (known !== undefined) return known;
    const provider = cached(() => assume(sts, account), now);
    providers.set(key, provider);
    return provider;
  };
}
