/** How to log in. */
export type PrometheusAuth =
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  | { readonly kind: "bearer"; readonly token: string };

/** What one HTTP connection needs to know. */
export interface ConnectionSettings {
  readonly url: URL;
  readonly auth: PrometheusAuth | null;
  /** Of one answer, decompressed. */
  readonly maxBytes: number;
  readonly allowLoopback: boolean;
}
