import * as z from "zod";
import { type Database, openDatabase } from "#adapters/mysql/connect.ts";
import {
  type ConnectionSettings,
  connectionSettings,
  connectionSettingsFromSecret,
} from "#adapters/mysql/connection-settings.ts";
import type { RenewSettings } from "#adapters/mysql/login-renewal.ts";
import { openStores } from "#adapters/mysql/mysql-stores.ts";
import type { Stores } from "#core/ports/stores.ts";
import type { Environment } from "../environment.ts";
import { memoised } from "../memoised.ts";
import { secrets } from "./secrets.ts";

/** What pools differ in: the login, and where it is renewed. */
interface PoolKey {
  readonly settings: ConnectionSettings;
  readonly secret: DatabaseSecret;
}

type DatabaseSecret = Pick<Environment, "DATABASE_SECRET_ARN" | "DATABASE_CA_FILE">;

const pools = memoised((key) => {
  const { settings, secret }: PoolKey = JSON.parse(key);
  return openStores(settings, {}, renewalOf(secret));
});
const AnySecret = z.record(z.string(), z.unknown());

/** The tables that the environment names: by a secret in Lambda, by `DATABASE_URL` or `DB_*` on a person's machine. */
export async function storesOf(environment: Environment): Promise<Stores> {
  const { DATABASE_SECRET_ARN, DATABASE_CA_FILE } = environment;
  const settings = await databaseSettingsOf(environment);
  const key: PoolKey = { settings, secret: { DATABASE_SECRET_ARN, DATABASE_CA_FILE } };
  return pools(JSON.stringify(key));
}

/** The database that the environment names, for work outside the stores. The caller ends its pool. */
export async function databaseOf(environment: Environment): Promise<Database> {
  return openDatabase(await databaseSettingsOf(environment), {}, renewalOf(environment));
}

/** Ends every pool that this process opened. */
export async function closeStores(): Promise<void> {
  const open = pools.all();
  pools.clear();
  await Promise.all(open.map((stores) => stores.close()));
}

/** How to reach the database that the environment names; from the secret, the login is read at most every five minutes. */
export async function databaseSettingsOf(environment: Environment): Promise<ConnectionSettings> {
  const { DATABASE_SECRET_ARN: arn, DATABASE_CA_FILE: caFile, DB_PORT, ...rest } = environment;
  if (arn === undefined) {
    return connectionSettings({
      DATABASE_URL: rest.DATABASE_URL,
      DATABASE_CA_FILE: caFile,
      DB_HOST: rest.DB_HOST,
      DB_PORT,
      DB_USER: rest.DB_USER,
      DB_PASSWORD: rest.DB_PASSWORD,
      DB_NAME: rest.DB_NAME,
    });
  }
  return settingsFromSecret(arn, caFile, { refresh: false });
}

function renewalOf({
  DATABASE_SECRET_ARN: arn,
  DATABASE_CA_FILE: caFile,
}: DatabaseSecret): RenewSettings | null {
  return arn === undefined ? null : () => settingsFromSecret(arn, caFile, { refresh: true });
}

async function settingsFromSecret(
  arn: string,
  caFile: string | undefined,
  options: { readonly refresh: boolean },
): Promise<ConnectionSettings> {
  const secret = await secrets().read(arn, AnySecret, options);
  return connectionSettingsFromSecret(JSON.stringify(secret), caFile ?? null);
}
