import type { SimulatedRequest } from "#lib/local/simulated-http/request.ts";

/** Who signed a request, and for what. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

const CREDENTIAL = /Credential=([^/\s]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;
const ASSUMED_KEY = /^ASIA(\d{12})/;
const KEY_LENGTH = 20;

/** The SigV4 credential scope of a request; null where it is not signed. The signature itself is not checked. */
export function credentialScope(request: SimulatedRequest): CredentialScope | null {
  const [, accessKeyId, region, service] = CREDENTIAL.exec(request.headers.authorization ?? "") ?? [];
  return accessKeyId === undefined || region === undefined || service === undefined
    ? null
    : { accessKeyId, region, service };
}

/** The access key id of a role assumed in an account: the account can be read off it. @example assumedKeyId("111111111111") // "ASIA111111111111XXXX" */
export function assumedKeyId(accountId: string): string {
  return `ASIA${accountId}`.padEnd(KEY_LENGTH, "X");
}

/** The account that an access key of {@link assumedKeyId} belongs to; null for any other key. */
export function accountOfKey(accessKeyId: string): string | null {
  return ASSUMED_KEY.exec(accessKeyId)?.[1] ?? null;
}
