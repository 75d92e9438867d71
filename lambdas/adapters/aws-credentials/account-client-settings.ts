import type { AccountAccess } from "#core/ports/cloud-inventory.ts";
import type { AccountCredentials, CredentialsFor } from "./account-credentials.ts";
import { type ClientLimits, type ClientSettings, clientSettings } from "./client-settings.ts";

/** Settings of a client of one account and region. */
export interface AccountClientSettings extends ClientSettings {
  readonly region: string;
  readonly credentials?: () => Promise<AccountCredentials>;
}

/**
 * Settings for clients of any account and region: limits, credentials and region together. `credentials` is absent for the
 * account that the function runs in.
 *
 * @example
 * const settingsFor = accountClientSettings(accountCredentials(sts));
 * const inventory = awsInventory({ settingsFor });
 */
export function accountClientSettings(
  credentialsFor: CredentialsFor,
  limits: Partial<ClientLimits> = {},
): (account: AccountAccess, region: string) => AccountClientSettings {
  return (account, region) => {
    const credentials = credentialsFor(account);
    return { ...clientSettings(limits), region, ...(credentials === null ? {} : { credentials }) };
  };
}
