import { randomBytes } from "node:crypto";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createConnection } from "mysql2/promise";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { type EstateServers, startEstateServers } from "#lib/local/estate-server.ts";
import { startMariaDB } from "#lib/local/services/mariadb.ts";
import { EMULATED_ACCOUNT, startMinistack } from "#lib/local/services/ministack.ts";
import { runCommand } from "#lib/local/services/run-command.ts";
import type { RunningMariaDB } from "#lib/local/services/running-database.ts";
import type { RunningServer } from "#lib/local/services/running-server.ts";
import { type TemporaryDirectory, temporaryDirectory } from "#lib/local/services/temporary-directory.ts";
import type { Row } from "../pipeline/dump-tables.ts";
import { DAYS, smallEstate } from "../pipeline/small-estate.ts";
import { type EmulatorCalls, emulatorCalls } from "./emulator-calls.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CDK = join(ROOT, "node_modules", ".bin", "cdk");
const REGION = "us-east-1";
export const ENVIRONMENT_NAME = "emulated";
export const STACK = `InfraMonitoring-${ENVIRONMENT_NAME}`;
/** 07:00 UTC of the small estate's today. */
const NOW = `${DAYS.today}T07:00:00Z`;
/** The emulator puts no function into a VPC: any block will do. */
const ANYWHERE = "10.0.0.0/16";

/** AWS as an account has it: the emulator, with real MariaDB behind it and the simulated estate beside it. */
export interface DeployedWorld {
  readonly emulator: RunningServer;
  readonly estate: EstateServers;
  readonly calls: EmulatorCalls;
  /** Folder of the config files that `cdk` deploys; a test may change them. */
  readonly configDirectory: string;
  /** Runs the CDK's command line, unchanged, on the project's app; its output once it succeeded. */
  readonly cdk: (command: "bootstrap" | "deploy" | "destroy", ...args: readonly string[]) => Promise<string>;
  /** The template of the newest synthesis. */
  readonly template: () => Promise<Template>;
  /** What `cdk deploy` printed. */
  readonly output: (name: string) => Promise<string>;
  readonly sql: (text: string) => Promise<Row[]>;
  readonly stop: () => Promise<void>;
}

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      DeletionPolicy: z.string().optional(),
    }),
  ),
});
export type Template = z.infer<typeof Template>;

const Outputs = z.record(z.string(), z.record(z.string(), z.string()));
const CreatedSecret = z.object({ ARN: z.string() });
const BaseConfig = z.object({
  prometheus: z.record(z.string(), z.unknown()),
  gateway: z.record(z.string(), z.unknown()),
  database: z.record(z.string(), z.unknown()),
  deployment: z.looseObject({ network: z.record(z.string(), z.unknown()) }),
});

/** Starts everything that a deployment needs, and lays out a config for it. @throws ServiceUnavailable */
export async function startDeployedWorld(onProgress: (message: string) => void): Promise<DeployedWorld> {
  const database = await startMariaDB({ durable: false, onProgress });
  const estate = await startEstateServers(smallEstate(), { clock: Date.parse(NOW) / 1000 });
  const emulator = await startMinistack({ functionEnvironment: functionEnvironment(estate), onProgress });
  const directory = temporaryDirectory("deployed");
  const calls = emulatorCalls(emulator.url);
  const configDirectory = join(directory.path, "config");
  await layOutConfig(configDirectory, { calls, database, estate });
  const connection = await createConnection({ uri: database.rootUrl, dateStrings: true });
  return {
    emulator,
    estate,
    calls,
    configDirectory,
    cdk: cdkOf(emulator.url, configDirectory, directory),
    template: async () =>
      Template.parse(await readJson(join(directory.path, "cdk.out", `${STACK}.template.json`))),
    output: async (name) => {
      const outputs = Outputs.parse(await readJson(join(directory.path, "outputs.json")));
      return outputs[STACK]?.[name] ?? "";
    },
    async sql(text) {
      const [rows] = await connection.query(text);
      return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : [];
    },
    async stop() {
      await connection.end();
      await Promise.all([emulator.stop(), estate.stop(), database.stop()]);
      directory.remove();
    },
  };
}

/**
 * Endpoints by the variables that every AWS SDK honours: what is described and metered is the simulated estate's, the rest the
 * emulator's. PIPELINE_NOW fixes the day.
 */
function functionEnvironment({ awsUrl }: EstateServers): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_CLOUDWATCH: awsUrl,
    AWS_ENDPOINT_URL_EC2: awsUrl,
    AWS_ENDPOINT_URL_ELASTICACHE: awsUrl,
    AWS_ENDPOINT_URL_RDS: awsUrl,
    AWS_ENDPOINT_URL_STS: awsUrl,
    CLOUDWATCH_POINTS_PER_SECOND: "100000000",
    PIPELINE_NOW: NOW,
  };
}

interface Parts {
  readonly calls: EmulatorCalls;
  readonly database: RunningMariaDB;
  readonly estate: EstateServers;
}

/** The project's own config with an overlay, as for any account. */
async function layOutConfig(directory: string, { calls, database, estate }: Parts): Promise<void> {
  const source = join(ROOT, "config");
  await mkdir(directory);
  for (const file of ["metrics_config.yaml", "pipeline_config.yaml"])
    await cp(join(source, file), join(directory, file));
  const base = BaseConfig.parse(parse(await readFile(join(source, "pipeline_config.yaml"), "utf8")));
  const { host, port } = database;
  const secret = async (Name: string, value: object): Promise<string> => {
    const body = { Name, SecretString: JSON.stringify(value) };
    return (await calls.json("secretsmanager.CreateSecret", body, CreatedSecret)).ARN;
  };
  const { username: root, password } = new URL(database.rootUrl);
  const login = (username: string, text = randomBytes(12).toString("hex")) =>
    secret(`infra-monitoring/${username}`, { host, port, username, password: text, dbname: "test" });
  const overlay = {
    environment: ENVIRONMENT_NAME,
    // The emulator's scheduler is real: nothing may start beside the test.
    schedule: { at: "07:00", timeZone: "UTC", isEnabled: false },
    prometheus: { ...base.prometheus, url: estate.prometheusUrl },
    gateway: {
      ...base.gateway,
      url: estate.gatewayUrl,
      secretArn: await secret("infra-monitoring/gateway", { token: estate.gatewayToken }),
    },
    database: {
      ...base.database,
      host,
      port,
      secretArn: await login("infra_writer"),
    },
    deployment: {
      ...base.deployment,
      network: {
        ...base.deployment.network,
        s3: { through: "existing", to: ANYWHERE },
        secretsManager: { through: "existing", to: ANYWHERE },
        databasePeer: ANYWHERE,
      },
      databaseUsers: {
        areCreated: true,
        prunerSecretArn: await login("infra_pruner"),
        readerSecretArn: await login("infra_reader"),
      },
      migrationSecretArn: await login(root, password),
      subscribers: {
        notificationEmails: ["team@example.com"],
        notificationWebhooks: [],
        alarmEmails: [],
        alarmWebhooks: ["https://hooks.example.com/pipeline"],
      },
    },
  };
  await writeFile(join(directory, `pipeline_config.${ENVIRONMENT_NAME}.yaml`), stringify(overlay));
}

function cdkOf(url: string, configDirectory: string, { path }: TemporaryDirectory): DeployedWorld["cdk"] {
  const environment = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: "true",
    CDK_DEFAULT_ACCOUNT: EMULATED_ACCOUNT,
    CDK_DEFAULT_REGION: REGION,
    CI: "true",
  };
  const context = ["-c", `environment=${ENVIRONMENT_NAME}`, "-c", `config=${configDirectory}`];
  const argsOf = {
    bootstrap: [`aws://${EMULATED_ACCOUNT}/${REGION}`],
    deploy: [STACK, "--require-approval", "never", "--outputs-file", join(path, "outputs.json")],
    destroy: [STACK, "--force"],
  } as const;
  return async (command, ...args) => {
    const all = [command, ...argsOf[command], ...args, ...context, "--output", join(path, "cdk.out")];
    const { exitCode, output } = await runCommand(CDK, all, { cwd: ROOT, environment });
    if (exitCode !== 0) throw new Error(`cdk ${command} ended with ${exitCode}:\n${output.slice(-5000)}`);
    return output;
  };
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, "utf8"));
}
