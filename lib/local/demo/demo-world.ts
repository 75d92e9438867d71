import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { fileArchive } from "#adapters/archive/file-archive.ts";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { migrate } from "#adapters/mysql/migrate.ts";
import { startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import { createEstate } from "../estate/create-estate.ts";
import type { Estate } from "../estate/estate.ts";
import { type EstateProcess, startEstateProcess } from "../estate-process.ts";
import { localDatabase } from "../services/local-database.ts";
import { refuseUsedDatabase } from "../services/refuse-used-database.ts";
import type { RunningDatabase } from "../services/running-database.ts";
import { temporaryDirectory } from "../services/temporary-directory.ts";
import { layClosedDays } from "./lay-snapshots.ts";

const DDL = new URL("../../../sql/02_create_analytics_schema.sql", import.meta.url);
/** Points a second that the simulated CloudWatch may be asked for: it has no limit to respect. */
const UNLIMITED = "100000000";

export interface DemoDays {
  /** First UTC day of the backfill. */
  readonly backfillFrom: UtcDay;
  /** UTC day on which the first run starts: the backfill's, and the first daily one a day later. */
  readonly monitoringStart: UtcDay;
  readonly lastDay: UtcDay;
}

/** Everything that the demo runs against. */
export interface DemoWorld {
  readonly estate: Estate;
  readonly servers: EstateProcess;
  readonly database: RunningDatabase;
  /** `DATABASE_URL` named it: it is left as it is, and its password is a secret. */
  readonly isGivenDatabase: boolean;
  stop(): Promise<void>;
}

export interface DemoWorldOptions extends DemoDays {
  readonly seed: number;
  /** Days that are over, whose database snapshots lie in the archive from the start. */
  readonly snapshotDays?: readonly UtcDay[];
  readonly onProgress: (message: string) => void;
}

/**
 * Starts database and estate, lays the past snapshots while they come up, and points this process' environment at all of it. Where one part
 * fails, none is left behind.
 */
export async function startDemoWorld(options: DemoWorldOptions): Promise<DemoWorld> {
  const { seed, backfillFrom: firstDay, lastDay, monitoringStart, onProgress } = options;
  const estateOptions = { seed, firstDay, lastDay, monitoringStart };
  const estate = createEstate(estateOptions);
  const archive = temporaryDirectory("demo-archive");
  const isGivenDatabase = (process.env.DATABASE_URL ?? "") !== "";
  const starting = localDatabase({ durable: false, onProgress });
  const serving = startEstateProcess({ ...estateOptions, clock: startOfDay(monitoringStart) });
  const laying = layClosedDays(estate, options.snapshotDays ?? [], fileArchive(archive.path));
  try {
    const [database, servers] = await Promise.all([starting, serving, laying]);
    onProgress(`database: ${database.description}`);
    await refuseUsedDatabase(database.url);
    setEnvironment(database, servers, archive.path);
    await createTables();
    return {
      estate,
      servers,
      database,
      isGivenDatabase,
      async stop() {
        await servers.stop();
        archive.remove();
        await database.stop();
      },
    };
  } catch (error) {
    await Promise.allSettled([...[starting, serving].map(async (started) => (await started).stop()), laying]);
    archive.remove();
    throw error;
  }
}

function setEnvironment(database: RunningDatabase, servers: EstateProcess, archiveFolder: string): void {
  // They would name a second database.
  for (const name of ["DB_HOST", "DB_PORT", "DB_USER", "DB_PASSWORD", "DB_NAME"]) delete process.env[name];
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    ARCHIVE_URL: pathToFileURL(archiveFolder).href,
    AWS_ENDPOINT_URL: servers.awsUrl,
    AWS_ACCESS_KEY_ID: "demo",
    AWS_SECRET_ACCESS_KEY: "demo",
    AWS_REGION: "us-east-1",
    PROMETHEUS_URL: servers.prometheusUrl,
    MCP_GATEWAY_URL: servers.gatewayUrl,
    MCP_GATEWAY_TOKEN: servers.gatewayToken,
    PIPELINE_ENVIRONMENT: "demo",
    CLOUDWATCH_POINTS_PER_SECOND: UNLIMITED,
    LOG_LEVEL: "silent",
  });
}

async function createTables(): Promise<void> {
  const database = openDatabase(connectionSettings(process.env));
  try {
    await migrate(database, await readFile(DDL, "utf8"));
  } finally {
    await database.pool.end();
  }
}
