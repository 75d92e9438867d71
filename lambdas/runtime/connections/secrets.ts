import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { clientSettings } from "#adapters/aws-credentials/client-settings.ts";
import { secretReader } from "#adapters/secrets/secret-reader.ts";
import { memoised } from "../memoised.ts";

const readers = memoised(() => secretReader(new SecretsManagerClient(clientSettings())));

/** The function's one reader of secrets; it keeps them for minutes at most. */
export function secrets(): ReturnType<typeof secretReader> {
  return readers("");
}
