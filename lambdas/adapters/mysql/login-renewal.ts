import { isDeepStrictEqual } from "node:util";
import type { Pool, PoolConnection } from "mysql2/promise";
import type { ConnectionSettings } from "./connection-settings.ts";
import { isLoginRefused } from "./database-errors.ts";

/** Reads the settings where they are kept, past every cache. */
export type RenewSettings = () => Promise<ConnectionSettings>;

/** Where connections come from. */
export interface ConnectionSource {
  getConnection(): Promise<PoolConnection>;
  /** Ends every connection, those in use as well. */
  end(): Promise<void>;
}

/**
 * Connections that survive a rotation of their login. A refused login is renewed once and the connection tried once more; what is
 * open goes on with the login that it has. Without `renew` there is nothing to renew, and a refusal is final.
 *
 * @example
 * const source = renewingSource(settings, createPoolOf, () => settingsOf(secrets().read(arn, Login, { refresh: true })));
 */
export function renewingSource(
  settings: ConnectionSettings,
  open: (settings: ConnectionSettings) => Pool,
  renew: RenewSettings | null,
): ConnectionSource {
  let current = { settings, pool: open(settings) };
  // Kept until the end: connections in use belong to them, and ending a pool cuts those off.
  const replaced: Pool[] = [];

  async function renewLogin(renewSettings: RenewSettings): Promise<void> {
    const renewed = await renewSettings();
    if (isDeepStrictEqual(renewed, current.settings)) return;
    replaced.push(current.pool);
    current = { settings: renewed, pool: open(renewed) };
  }

  return {
    async getConnection() {
      const { pool } = current;
      try {
        return await pool.getConnection();
      } catch (error) {
        if (renew === null || !isLoginRefused(error)) throw error;
        // Otherwise another connection has renewed it meanwhile.
        if (pool === current.pool) await renewLogin(renew);
        return current.pool.getConnection();
      }
    },
    async end() {
      await Promise.all([...replaced, current.pool].map((pool) => pool.end()));
    },
  };
}
