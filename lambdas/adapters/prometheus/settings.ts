import type { AskWithLogin } from "#core/remote/renewing-login.ts";

/** How to log in. */
export type PrometheusAuth =
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  | { readonly kind: "bearer"; readonly token: string };

/** The header that a login is sent in. @example authorizationOf({ kind: "bearer", token: "t" }) // "Bearer t" */
export function authorizationOf(auth: PrometheusAuth): string {
  if (auth.kind === "bearer") return `Bearer ${auth.token}`;
  return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString("base64")}`;
}

/** What one HTTP connection needs to know. */
export interface ConnectionSettings {
  readonly url: URL;
  readonly askWithLogin: AskWithLogin;
  /** Of one answer, decompressed. */
  readonly maxBytes: number;
  readonly allowLoopback: boolean;
}
