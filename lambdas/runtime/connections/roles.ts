import { STSClient } from "@aws-sdk/client-sts";
import { accountCredentials, type CredentialsFor } from "#adapters/aws-credentials/account-credentials.ts";
import { clientSettings } from "#adapters/aws-credentials/client-settings.ts";
import type { AccountAccess } from "#core/ports/cloud-inventory.ts";
import { memoised } from "../memoised.ts";

const credentials = memoised(() => accountCredentials(new STSClient(clientSettings())));

/** Credentials of every watched account, each role taken once for all clients. */
export const credentialsFor: CredentialsFor = (account) => credentials("")(account);

/** Takes the role of an account, only to see that it can. @throws StageError AccessDenied, SourceThrottled, SourceUnavailable */
export async function takeRole(account: AccountAccess): Promise<void> {
  await credentialsFor(account)?.();
}
