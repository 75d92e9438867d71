import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { Archive } from "#core/model/archive.ts";
import { StageError } from "#core/model/stage-error.ts";
import { awsFailure, failureText } from "#core/remote/aws-failure.ts";
import { consoleAddress } from "./console-address.ts";
import { type ByteStore, writeOnceArchive } from "./write-once.ts";

/** Where in S3 the archive is; `prefix` is empty or ends without a slash. */
export interface S3Location {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
}

/** A body that breaks off is read again; the SDK's retry ends where the body begins. */
const MAX_BODY_READS = 3;

/** Pages of 1,000 keys; a run has some hundred objects. */
const MAX_LIST_PAGES = 1000;

function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("$metadata" in error)) return null;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return null;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : null;
}

/** S3 answers 403 for a missing key to those who may not list the bucket. */
function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 || statusOf(error) === 403;
}

function failure(bucket: string, what: string, error: unknown): unknown {
  if (error instanceof StageError) return error;
  const name = awsFailure(error);
  if (name === null) return error;
  const message = `s3://${bucket}, ${what} (${failureText(error)})`;
  // 409: two writers of one key at the same moment; the one that comes again sees what the other wrote.
  const isPassing = name === "SourceUnavailable" || name === "SourceThrottled" || statusOf(error) === 409;
  if (isPassing) return new StageError("ArchiveUnavailable", message, { cause: error });
  return new StageError(name, message, { cause: error });
}

async function readBody({ client, bucket }: S3Location, Key: string): Promise<Buffer> {
  const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
  const bytes = await answer.Body?.transformToByteArray();
  if (bytes === undefined)
    throw new StageError("ArchiveUnavailable", `s3://${bucket}/${Key} came without a body`);
  if (answer.ContentLength !== undefined && answer.ContentLength !== bytes.length) {
    throw new StageError("ArchiveUnavailable", `s3://${bucket}/${Key} was cut on its way`);
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function get(location: S3Location, Key: string): Promise<Buffer | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readBody(location, Key);
    } catch (error) {
      if (isMissing(error)) return null;
      const named = failure(location.bucket, `reading ${Key}`, error);
      const mayPass = named instanceof StageError && named.isRetryable;
      if (!mayPass || attempt >= MAX_BODY_READS) throw named;
    }
  }
}

async function has({ client, bucket }: S3Location, Key: string): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket: bucket, Key }));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw failure(bucket, `looking for ${Key}`, error);
  }
}

async function putNew(
  { client, bucket }: S3Location,
  Key: string,
  Body: Buffer,
  ContentType: string,
): Promise<boolean> {
  try {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType, IfNoneMatch: "*" }));
    return true;
  } catch (error) {
    if (statusOf(error) === 412) return false;
    throw failure(bucket, `writing ${Key}`, error);
  }
}

async function listPage(
  { client, bucket }: S3Location,
  Prefix: string,
  page: { readonly ContinuationToken?: string | undefined; readonly MaxKeys?: number },
) {
  try {
    return await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix, ...page }));
  } catch (error) {
    throw failure(bucket, `listing ${Prefix}`, error);
  }
}

async function list(location: S3Location, Prefix: string): Promise<string[]> {
  const keys: string[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  for (let page = 0; page < MAX_LIST_PAGES; page += 1) {
    const answer = await listPage(location, Prefix, { ContinuationToken: token });
    for (const { Key } of answer.Contents ?? []) if (Key !== undefined) keys.push(Key);
    const next = answer.IsTruncated === true ? answer.NextContinuationToken : undefined;
    if (next === undefined) return keys;
    if (seen.has(next)) break;
    seen.add(next);
    token = next;
  }
  throw new StageError("ContractBroken", `s3://${location.bucket}: the list of ${Prefix} does not end`);
}

function s3Store(location: S3Location): ByteStore {
  const root = location.prefix === "" ? "" : `${location.prefix}/`;
  return {
    get: (key) => get(location, root + key),
    has: (key) => has(location, root + key),
    list: async (prefix) => {
      const keys = await list(location, root + prefix);
      return keys.map((key) => key.slice(root.length)).sort();
    },
    // S3 lists keys in the order of their bytes.
    first: async (prefix) => {
      const { Contents } = await listPage(location, root + prefix, { MaxKeys: 1 });
      return Contents?.[0]?.Key?.slice(root.length) ?? null;
    },
    putNew: (key, bytes, contentType) => putNew(location, root + key, bytes, contentType),
    addressOf: async (key) =>
      consoleAddress({ ...location, region: await location.client.config.region(), key: root + key }),
  };
}

/**
 * The archive in S3. Objects are written with `If-None-Match: *`, so a key has one content for ever; SlowDown and lost answers are
 * retried by the client.
 */
export function s3Archive(location: S3Location): Archive {
  return writeOnceArchive(s3Store(location));
}
