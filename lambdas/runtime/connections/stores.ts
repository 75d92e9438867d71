import * as z from "zod";
import {
  type ConnectionSettings,
  connectionSettings,
  connectionSettingsFromSecret,
} from "#adapters/mysql/connection-settings.ts";
import { openStores } from "#adapters/mysql/mysql-stores.ts";
import type { Stores } from "#core/ports/stores.ts";
import type { Environment } from "../environment.ts";
import { memoised } from "../memoised.ts";
import { secrets } from "./secrets.ts";

const pools = memoised((settings) => openStores(JSON.parse(settings)));
const AnySecret = z.record(z.string(), z.unknown());

/** The tables that the environment names: by a secret in Lambda, by `DATABASE_URL` or `DB_*` on a person's machine. */
export async function storesOf(environment: Environment): Promise<Stores> {
  return pools(JSON.stringify(await databaseSettingsOf(environment)));
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
  return connectionSettingsFromSecret(JSON.stringify(await secrets().read(arn, AnySecret)), caFile ?? null);
}
