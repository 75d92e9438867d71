import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { S3Client } from "@aws-sdk/client-s3";
import { createConnection } from "mysql2/promise";
import { openArchive } from "#adapters/archive/open-archive.ts";
import type { FunctionId } from "#contract/stages.ts";
import { bundleFunctions } from "#lib/aws/bundle.ts";
import { laySnapshots } from "#lib/local/demo/lay-snapshots.ts";
import type { Estate } from "#lib/local/estate/estate.ts";
import { startEstateServers } from "#lib/local/estate-server.ts";
import { type RunningFunction, startFunction } from "#lib/local/function-worker/start-function.ts";
import { startFaultProxy } from "#lib/local/services/fault-proxy.ts";
import { temporaryDirectory } from "#lib/local/services/temporary-directory.ts";
import { type AccessControl, createAccessControl } from "#lib/local/simulated-iam/access-control.ts";
import type { DeployedFunction } from "#lib/local/simulated-iam/deployed-roles.ts";
import type { Statement } from "#lib/local/simulated-iam/policy.ts";
import type { TestServer } from "../../adapters/mysql/test-database.ts";
import { DAYS, smallEstate } from "../small-estate.ts";
import { deployed, SECRET_KEY_ARN, writeConfig } from "./deployed.ts";
import { prepareDatabase } from "./prepare-database.ts";

const ROOT = join(import.meta.dirname, "../../..");
/** The day that is run. */
export const RUN_DATE = "2026-11-02";
const NOW = `${DAYS.today}T07:00:00Z`;

/** Names of the places that security groups open, as the constructs call them; `aws`: every service but the two of the VPC. */
export const PLACES = ["database", "prometheus", "gateway", "s3", "secrets", "aws"] as const;
export type Place = (typeof PLACES)[number];
const OUTSIDE: readonly Place[] = ["s3", "secrets", "aws"];

/** The deployed functions, each in a thread with its own environment, access key and network, against the simulated AWS. */
export interface PrivilegeWorld {
  readonly functions: ReadonlyMap<FunctionId, DeployedFunction>;
  readonly ports: Readonly<Record<Place, number>>;
  /** A function that has been called before, as Lambda keeps it. */
  readonly warm: (id: FunctionId) => Promise<RunningFunction>;
  /** A new one, with no secret or credentials in its memory, at an instant of its own if one is given. The caller stops it. */
  readonly cold: (id: FunctionId, now?: string) => Promise<RunningFunction>;
  /** Gives a function's key these statements. */
  readonly grant: (id: FunctionId, statements: readonly Statement[]) => void;
  readonly takeDenials: AccessControl["takeDenials"];
  /** One statement on the database, with all rights. */
  readonly sql: (text: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Places that a function may connect to: what its security groups open, or, outside the VPC, AWS and nothing private. */
export function openPlaces({ opens }: DeployedFunction): readonly Place[] {
  return opens === null ? OUTSIDE : PLACES.filter((place) => opens.has(place));
}

export async function startPrivilegeWorld(server: TestServer | undefined): Promise<PrivilegeWorld> {
  if (server === undefined) throw new Error("no server: the test should have been skipped");
  const folder = temporaryDirectory("least-privilege");
  const [code, config] = [join(folder.path, "code"), join(folder.path, "config")];
  await bundleFunctions({ root: ROOT, outdir: code });
  // The addresses are part of the config, the config makes the template, and the template the access: it is asked for by each call.
  let access: AccessControl | undefined;
  const estate = oneOfEach();
  const servers = await startEstateServers(estate, {
    clock: Date.parse(NOW) / 1000,
    access: {
      mayCall: (call) => access?.mayCall(call) ?? false,
      mayKnowOfMissing: (call) => access?.mayKnowOfMissing(call) ?? false,
    },
  });
  writeConfig(config, servers);
  const { functions, archiveKeyArn, memberRoles } = await deployed(config);
  access = createAccessControl({
    keys: { archiveKeyArn, secretKeyArn: SECRET_KEY_ARN },
    memberRoles,
  });
  const { grant, takeDenials } = access;
  const byId = new Map(functions.map((one) => [one.id, one]));
  const grantTo = (id: FunctionId, statements: readonly Statement[]): void =>
    grant(keyOf(id), { roleArn: byId.get(id)?.roleArn ?? "", statements });
  for (const { id, statements } of functions) grantTo(id, statements);

  const aws = Number(new URL(servers.awsUrl).port);
  const [s3, secrets] = await Promise.all([startFaultProxy(aws), startFaultProxy(aws)]);
  const ports = {
    database: server.port,
    prometheus: Number(new URL(servers.prometheusUrl).port),
    gateway: Number(new URL(servers.gatewayUrl).port),
    s3: s3.port,
    secrets: secrets.port,
    aws,
  };
  const admin = await createConnection({ uri: server.rootUrl, multipleStatements: true });
  await servers.setSecrets(await prepareDatabase(admin, server, servers.gatewayToken));
  grant("admin", { roleArn: "", statements: [everythingInArchive(archiveKeyArn)] });
  const archiveUrl = byId.get("08-persist-metrics")?.environment.ARCHIVE_URL ?? "";
  const archive = openArchive(archiveUrl, () => s3AsAdmin(servers.awsUrl));
  await laySnapshots(estate, RUN_DATE, archive);

  const cold = async (id: FunctionId, now = NOW): Promise<RunningFunction> => {
    const one = byId.get(id);
    if (one === undefined) throw new RangeError(`the template has no function ${id}`);
    return startFunction(
      {
        code: pathToFileURL(join(code, id, "index.mjs")).href,
        openPorts: openPlaces(one).map((place) => ports[place]),
      },
      {
        ...one.environment,
        ...ofLambda(id, ports),
        ...ofThisMachine(one, now, { code: join(code, id), config }),
      },
    );
  };
  const running = new Map<FunctionId, Promise<RunningFunction>>();
  return {
    functions: byId,
    ports,
    cold,
    warm(id) {
      const found = running.get(id) ?? cold(id);
      running.set(id, found);
      return found;
    },
    grant: grantTo,
    takeDenials,
    sql: async (text) => (await admin.query(text))[0],
    async close() {
      await Promise.all([...running.values()].map(async (one) => (await one).stop()));
      await Promise.all([servers.stop(), s3.stop(), secrets.stop(), admin.end()]);
      folder.remove();
    },
  };
}

/** One resource of each type in each account and region: every collector asks every place. */
function oneOfEach(): Estate {
  const seen = new Set<string>();
  return smallEstate({
    pick: ({ type, accountId, region }) => {
      const place = `${type} ${accountId} ${region}`;
      const isFirst = !seen.has(place);
      seen.add(place);
      return isFirst;
    },
  });
}

const keyOf = (id: FunctionId): string => `AKIA-${id}`;

/** What the Lambda service gives every function, and where AWS' names lead to. */
function ofLambda(id: FunctionId, ports: Readonly<Record<Place, number>>): Record<string, string> {
  return {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: keyOf(id),
    AWS_SECRET_ACCESS_KEY: "simulated",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${ports.aws}`,
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${ports.s3}`,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${ports.secrets}`,
  };
}

/** Clock and quiet, and the folders that Lambda would have unpacked somewhere else. */
function ofThisMachine(
  { environment }: DeployedFunction,
  now: string,
  folders: { readonly code: string; readonly config: string },
): Record<string, string> {
  return {
    PIPELINE_NOW: now,
    LOG_LEVEL: "silent",
    CLOUDWATCH_POINTS_PER_SECOND: "100000000",
    ...(environment.CONFIG_DIRECTORY === undefined ? {} : { CONFIG_DIRECTORY: folders.config }),
    ...(environment.SQL_DIRECTORY === undefined
      ? {}
      : { SQL_DIRECTORY: join(folders.code, environment.SQL_DIRECTORY) }),
  };
}

function everythingInArchive(keyArn: string): Statement {
  return {
    sid: "Admin",
    actions: ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "kms:Decrypt", "kms:GenerateDataKey"],
    resources: ["arn:aws:s3:::*", keyArn],
    conditions: {},
  };
}

function s3AsAdmin(endpoint: string): S3Client {
  return new S3Client({
    ...{ endpoint, region: "us-east-1", forcePathStyle: true },
    credentials: { accessKeyId: "admin", secretAccessKey: "simulated" },
  });
}
