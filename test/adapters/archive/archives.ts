import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { onTestFinished } from "vitest";
import { fileArchive } from "#adapters/archive/file-archive.ts";
import { s3Archive } from "#adapters/archive/s3-archive.ts";
import type { Archive } from "#core/model/archive.ts";
import type { Estate } from "#lib/local/estate/estate.ts";
import { startSimulatedAws } from "#lib/local/simulated-aws/server.ts";
import { createSimulationState, type SimulationState } from "#lib/local/simulated-http/simulation-state.ts";

/** An archive with a back door to the stored bytes. */
export interface OpenedArchive {
  readonly archive: Archive;
  readonly storedBytes: (key: string) => Promise<Buffer>;
  readonly overwrite: (key: string, bytes: Buffer) => Promise<void>;
}

export async function openedFileArchive(): Promise<OpenedArchive> {
  const directory = await mkdtemp(join(tmpdir(), "archive-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  return {
    archive: fileArchive(directory),
    storedBytes: (key) => readFile(join(directory, key)),
    overwrite: (key, bytes) => writeFile(join(directory, key), bytes),
  };
}

const NO_ESTATE: Estate = {
  seed: 1,
  firstDay: "2026-01-01",
  lastDay: "2026-11-21",
  accounts: [{ accountId: "111111111111", name: "main", regions: ["us-east-1"], roleArn: "" }],
  resources: [],
  incidents: [],
  benignEvents: [],
  slots: () => null,
};

const BUCKET = "test-archive";

/** @param through - a port of 127.0.0.1 that leads to the given one; absent: the server itself */
export async function openedS3Archive(
  through?: (port: number) => Promise<number>,
): Promise<OpenedArchive & { readonly state: SimulationState }> {
  const state = createSimulationState(Date.parse("2026-11-21T10:00:00Z") / 1000);
  const server = await startSimulatedAws(NO_ESTATE, state, {});
  const client = new S3Client({
    region: "us-east-1",
    endpoint: await endpointOf(server.url, through),
    forcePathStyle: true,
    maxAttempts: 3,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    requestHandler: { requestTimeout: 1500, throwOnRequestTimeout: true, socketTimeout: 1500 },
  });
  onTestFinished(async () => {
    client.destroy();
    await server.stop();
  });
  const Key = (key: string) => `pim/${key}`;
  return {
    state,
    archive: s3Archive({ client, bucket: BUCKET, prefix: "pim" }),
    async storedBytes(key) {
      const answer = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: Key(key) }));
      return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
    },
    async overwrite(key, Body) {
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: Key(key), Body }));
    },
  };
}

async function endpointOf(url: string, through?: (port: number) => Promise<number>): Promise<string> {
  if (through === undefined) return url;
  const endpoint = new URL(url);
  endpoint.port = String(await through(Number(endpoint.port)));
  return endpoint.href;
}
