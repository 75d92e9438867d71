import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createPool, type Pool } from "mysql2/promise";
import { openDatabase } from "#adapters/mysql/connect.ts";
import { connectionSettings } from "#adapters/mysql/connection-settings.ts";
import { migrate } from "#adapters/mysql/migrate.ts";
import type { StageId } from "#contract/stages.ts";
import type { Archive } from "#core/model/archive.ts";
import { addDays, daysBetween, startOfDay, type UtcDay } from "#core/model/utc-day.ts";
import { layClosedDay } from "#lib/local/demo/lay-snapshots.ts";
import type { Estate } from "#lib/local/estate/estate.ts";
import { type EstateServers, startEstateServers } from "#lib/local/estate-server.ts";
import { type RunSummary, summariseRun } from "#lib/local/pipeline/final-state.ts";
import { STAGE_HANDLERS } from "#lib/local/pipeline/stage-handlers.ts";
import { temporaryDirectory } from "#lib/local/services/temporary-directory.ts";
import { LOCAL_CHAT_TOPIC_ARN, LOCAL_WEBHOOK_TOPIC_ARN } from "#lib/local/state-machine/definition.ts";
import type { ExecutionResult } from "#lib/local/state-machine/execution-result.ts";
import type { Injection } from "#lib/local/state-machine/injections.ts";
import { createRunner, type Runner } from "#lib/local/state-machine/runner.ts";
import type { StageHandler } from "#lib/local/state-machine/stage-caller.ts";
import { archiveOf } from "#runtime/connections/archive.ts";
import { closeStores } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import type { TestServer } from "../adapters/mysql/test-database.ts";
import { type Dump, dumpEverything, dumpTables, type Row, TABLES } from "./dump-tables.ts";
import { DAYS, smallEstate } from "./small-estate.ts";

const DDL = readFileSync(new URL("../../sql/02_create_analytics_schema.sql", import.meta.url), "utf8");
/** The daily schedule: 07:00 UTC. */
const RUN_SECONDS = 7 * 3600;

export interface RunOptions {
  /** Execution name; a new one where absent. */
  readonly name?: string;
  /** ISO 8601 UTC; 07:00 UTC of the small estate's today where absent. */
  readonly now?: string;
  /** Calls that go wrong. */
  readonly inject?: readonly Injection[];
  /** Handlers in place of the real ones. */
  readonly handlers?: Partial<Record<StageId, StageHandler>>;
  /** Takes the messages; they are collected in `messages` either way. Throw to make publishing fail. */
  readonly publish?: (message: Message) => Promise<void>;
  /** Pause before each retry, the lease's included. Default 5 ms. */
  readonly retryIntervalMs?: number;
}

export interface Message {
  readonly subject: string | undefined;
  readonly message: string;
}

/** How a run ended. `state`: COMPLETE, PARTIAL, FAILED or SUPERSEDED. */
export interface PipelineRun extends RunSummary {
  readonly name: string;
  readonly result: ExecutionResult;
  /** What people were sent, in order. */
  readonly messages: readonly Message[];
  /** The same for programs, as JSON. */
  readonly webhooks: readonly Message[];
  /** The same for a chat, as JSON. */
  readonly chats: readonly Message[];
}

/** A run under way. */
export interface StartedRun {
  readonly ended: Promise<PipelineRun>;
  /** Stops this run only, as an operator would. */
  readonly abort: () => void;
}

/** The whole pipeline against real tables and a small simulated estate. */
export interface PipelineWorld {
  readonly estate: Estate;
  readonly servers: EstateServers;
  readonly databaseUrl: string;
  /** Folder of the archive. */
  readonly archiveFolder: string;
  readonly archive: () => Archive;
  /** One execution; resolves however it ends, after everything that it left behind has ended too. */
  readonly run: (input: unknown, options?: RunOptions) => Promise<PipelineRun>;
  readonly start: (input: unknown, options?: RunOptions) => StartedRun;
  /** Moves the clock of the pipeline and of the estate. */
  readonly setNow: (instant: string) => Promise<void>;
  /** Lays the 96 database snapshots of a past day into the archive. */
  readonly laySnapshots: (day: UtcDay) => Promise<void>;
  /** One statement on the world's own database, with all rights. */
  readonly sql: (text: string) => Promise<Row[]>;
  /** The tables in a form that compares: run ids, instants, withdrawn alerts and the log left out. */
  readonly dump: () => Promise<Dump>;
  /** Every column of every row, the log included. */
  readonly dumpEverything: () => Promise<Dump>;
  /** Rows of the log of one run, by step. */
  readonly log: (runId: string) => Promise<Row[]>;
  /** Keeps the tables as they are now for `reset`; without a name, what every `reset` goes back to. */
  readonly save: (name?: string) => Promise<void>;
  /** Puts the tables back to a `save`, lifts all faults, sets the clock to the small estate's today. */
  readonly reset: (name?: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface WorldOptions {
  /** Default: {@link smallEstate}. */
  readonly estate?: Estate;
  /** Runs the backfill of {@link DAYS} first, so that a daily run has a past to judge by. Default true. */
  readonly hasHistory?: boolean;
  /** Default: a folder of its own. */
  readonly archiveUrl?: string;
  /** Days whose database snapshots lie in the archive. Default: the two before the daily run and the one before those. */
  readonly snapshotDays?: readonly UtcDay[];
}

let worldCount = 0;
let runCount = 0;

/**
 * Starts a world on `server`. It points this process' environment at itself until `close`: one world at a time, and one estate per
 * test file, because the SDK's clients are kept.
 *
 * @example
 * const world = await startWorld(server);
 * const run = await world.run({});
 * expect(run.state).toBe("COMPLETE");
 */
export async function startWorld(
  server: TestServer | undefined,
  options: WorldOptions = {},
): Promise<PipelineWorld> {
  if (server === undefined) throw new Error("no server: the test should have been skipped");
  const estate = options.estate ?? smallEstate();
  const servers = await startEstateServers(estate, { clock: startOfDay(DAYS.today) + RUN_SECONDS });
  const folder = temporaryDirectory("pipeline-archive");
  const tables = await createTables(server);
  const restoreEnvironment = setEnvironment(
    servers,
    tables.url,
    options.archiveUrl ?? pathToFileURL(folder.path).href,
  );
  const setNow = async (instant: string): Promise<void> => {
    process.env.PIPELINE_NOW = instant;
    await servers.setClock(Date.parse(instant) / 1000);
  };
  const reset = async (name?: string): Promise<void> => {
    await servers.setFaults([]);
    await servers.setDown([]);
    await setNow(atRunTime(DAYS.today));
    await tables.restore(name);
  };
  const start = (input: unknown, run: RunOptions = {}): StartedRun => startRun(input, run, setNow);
  const world: PipelineWorld = {
    estate,
    servers,
    databaseUrl: tables.url,
    archiveFolder: folder.path,
    archive: () => archiveOf(readEnvironment()),
    start,
    run: (input, run) => start(input, run).ended,
    setNow,
    laySnapshots: (day) => layClosedDay(estate, day, archiveOf(readEnvironment())),
    sql: tables.sql,
    dump: () => dumpTables(tables.sql),
    dumpEverything: () => dumpEverything(tables.sql),
    log: (runId) =>
      tables.sql(`SELECT * FROM infra_monitoring_pipeline_log WHERE run_id = '${runId}' ORDER BY step`),
    save: tables.save,
    reset,
    async close() {
      await closeStores();
      restoreEnvironment();
      await Promise.all([servers.stop(), tables.close()]);
      folder.remove();
    },
  };
  const snapshotDays = options.snapshotDays ?? daysBetween(addDays(DAYS.today, -3), addDays(DAYS.today, -1));
  for (const day of snapshotDays) await world.laySnapshots(day);
  if (options.hasHistory ?? true) await layHistory(world);
  await tables.save();
  await reset();
  return world;
}

/** 07:00 UTC of a day. */
export function atRunTime(day: UtcDay): string {
  return `${day}T07:00:00Z`;
}

async function layHistory(world: PipelineWorld): Promise<void> {
  const { historyFrom, historyTo, historyRun } = DAYS;
  const history = await world.run(
    { from: historyFrom, to: historyTo },
    { name: "history", now: atRunTime(historyRun) },
  );
  if (history.state !== "COMPLETE")
    throw new Error(
      `the history's run ended ${history.state}: ${history.error ?? history.warnings.join("; ")}`,
    );
}

function startRun(
  input: unknown,
  options: RunOptions,
  setNow: (instant: string) => Promise<void>,
): StartedRun {
  runCount += 1;
  const name = options.name ?? `run-${runCount}`;
  const messages: Message[] = [];
  const webhooks: Message[] = [];
  const chats: Message[] = [];
  const lists = new Map([
    [LOCAL_WEBHOOK_TOPIC_ARN, webhooks],
    [LOCAL_CHAT_TOPIC_ARN, chats],
  ]);
  const runner: Runner = createRunner({
    handlers: { ...STAGE_HANDLERS, ...options.handlers },
    publish: async ({ topicArn, subject, message }) => {
      await options.publish?.({ subject, message });
      (lists.get(topicArn) ?? messages).push({ subject, message });
    },
    retryIntervalMs: options.retryIntervalMs ?? 5,
  });
  for (const injection of options.inject ?? []) runner.inject(injection);
  const execute = async (): Promise<PipelineRun> => {
    if (options.now !== undefined) await setNow(options.now);
    const result = await runner.run(input, { executionName: name });
    await runner.whenIdle();
    return { name, result, messages, webhooks, chats, ...summariseRun(result) };
  };
  return { ended: execute(), abort: () => runner.abort() };
}

interface Tables {
  readonly url: string;
  readonly sql: (text: string) => Promise<Row[]>;
  readonly save: (name?: string) => Promise<void>;
  readonly restore: (name?: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Name of the save that a reset goes back to. */
const FIRST_SAVE = "start";

async function createTables(server: TestServer): Promise<Tables> {
  worldCount += 1;
  const own = `world_${process.pid}_${worldCount}`;
  const pool: Pool = createPool({
    uri: server.rootUrl,
    dateStrings: true,
    multipleStatements: true,
    connectionLimit: 1,
  });
  await pool.query(`CREATE DATABASE ${own}; GRANT ALL PRIVILEGES ON ${own}.* TO 'pim'@'%'`);
  await pool.query(`USE ${own}`);
  const url = new URL(server.url);
  url.pathname = `/${own}`;
  const database = openDatabase(connectionSettings({ DATABASE_URL: url.href }));
  await migrate(database, DDL);
  await database.pool.end();
  const forEachTable = async (statements: (table: string) => string): Promise<void> => {
    await pool.query(TABLES.map(statements).join(";"));
  };
  const copy = (from: string, to: string) =>
    forEachTable(
      (table) => `DELETE FROM ${to}.${table}; INSERT INTO ${to}.${table} SELECT * FROM ${from}.${table}`,
    );
  const saves = new Set<string>();
  return {
    url: url.href,
    async sql(text) {
      const [rows] = await pool.query(`USE ${own}; ${text}`);
      const answer: unknown = Array.isArray(rows) ? rows[1] : [];
      return Array.isArray(answer) ? answer.map((row) => ({ ...row })) : [];
    },
    async save(name = FIRST_SAVE) {
      const saved = `${own}_${name}`;
      saves.add(name);
      await pool.query(`CREATE DATABASE IF NOT EXISTS ${saved}`);
      await forEachTable((table) => `CREATE TABLE IF NOT EXISTS ${saved}.${table} LIKE ${own}.${table}`);
      await copy(own, saved);
    },
    restore: (name = FIRST_SAVE) => copy(`${own}_${name}`, own),
    async close() {
      const databases = [own, ...[...saves].map((name) => `${own}_${name}`)];
      await pool.query(databases.map((name) => `DROP DATABASE ${name}`).join(";"));
      await pool.end();
    },
  };
}

function setEnvironment(servers: EstateServers, databaseUrl: string, archiveUrl: string): () => void {
  const names = {
    DATABASE_URL: databaseUrl,
    ARCHIVE_URL: archiveUrl,
    AWS_ENDPOINT_URL: servers.awsUrl,
    AWS_ACCESS_KEY_ID: "simulated",
    AWS_SECRET_ACCESS_KEY: "simulated",
    AWS_REGION: "us-east-1",
    PROMETHEUS_URL: servers.prometheusUrl,
    MCP_GATEWAY_URL: servers.gatewayUrl,
    MCP_GATEWAY_TOKEN: servers.gatewayToken,
    PIPELINE_ENVIRONMENT: "demo",
    PIPELINE_NOW: atRunTime(DAYS.today),
    CLOUDWATCH_POINTS_PER_SECOND: "100000000",
    LOG_LEVEL: "silent",
  };
  const before = Object.keys(names).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, names);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
