import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { ListObjectsV2$ } from "@aws-sdk/client-s3";
import type { Reply } from "#lib/local/simulated-http/reply.ts";
import type { SimulatedRequest } from "#lib/local/simulated-http/request.ts";
import { unchunk } from "./aws-chunked.ts";
import { type AwsCall, AwsError, type AwsService } from "./call.ts";
import type { ObjectRecord, ObjectStore } from "./object-store.ts";
import { pageOf } from "./page.ts";
import { xmlReply } from "./query-protocol.ts";
import { escapeXml, outputXml } from "./xml.ts";

const LIST_LIMITS = { smallest: 1, largest: 1000, usual: 1000 };
/** Headers that S3 keeps with an object and gives back. */
const KEPT_HEADER = /^(x-amz-meta-.*|x-amz-checksum-(crc32|sha256)|content-encoding|cache-control)$/;

/** S3, path style: PutObject (write-once by `If-None-Match: *`), GetObject, HeadObject, HeadBucket, DeleteObject, ListObjectsV2. */
export function s3Service(store: ObjectStore): AwsService {
  return {
    actionOf: s3Action,
    answer(call) {
      const path = pathOf(call.request);
      switch (call.action) {
        case "PutObject":
          return putObject(store, path, call.request);
        case "GetObject":
        case "HeadObject":
          return readObject(store, path, call.action === "GetObject");
        case "DeleteObject":
          store.remove(path.bucket, path.key);
          return { status: 204, headers: {}, body: "" };
        case "HeadBucket":
          return { status: 200, headers: {}, body: "" };
        case "ListObjectsV2":
          return listObjects(store, path.bucket, call);
        default:
          throw new AwsError("NotImplemented", "This operation is not simulated", 501);
      }
    },
    error: s3Error,
    throttleError: new AwsError("SlowDown", "Please reduce your request rate.", 503),
    denyError: new AwsError("AccessDenied", "Access Denied", 403),
  };
}

interface ObjectPath {
  readonly bucket: string;
  readonly key: string;
}

function pathOf(request: SimulatedRequest): ObjectPath {
  const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/s.exec(request.url.pathname) ?? [];
  return { bucket, key: decodeURIComponent(key) };
}

function s3Action(request: SimulatedRequest): string {
  const hasKey = pathOf(request).key !== "";
  const ofObject: Readonly<Record<string, string>> = {
    PUT: "PutObject",
    GET: "GetObject",
    HEAD: "HeadObject",
    DELETE: "DeleteObject",
  };
  if (hasKey) {
    return ofObject[request.method] ?? "";
  }
  if (request.method === "HEAD") {
    return "HeadBucket";
  }
  return request.url.searchParams.get("list-type") === "2" ? "ListObjectsV2" : "";
}

async function putObject(store: ObjectStore, path: ObjectPath, request: SimulatedRequest): Promise<Reply> {
  const { bytes, trailers } = bodyOf(request);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...request.headers, ...trailers })) {
    if (KEPT_HEADER.test(name) && value !== undefined) {
      headers[name] = value;
    }
  }
  if (headers["content-encoding"]?.startsWith("aws-chunked")) {
    headers["content-encoding"] = headers["content-encoding"].replace(/^aws-chunked,?\s*/, "");
  }
  refuseBadChecksum(bytes, headers);
  const record = await store.put(
    path.bucket,
    {
      key: path.key,
      bytes,
      contentType: request.headers["content-type"] ?? "binary/octet-stream",
      headers,
    },
    request.headers["if-none-match"] === "*",
  );
  if (record === null) {
    throw new AwsError(
      "PreconditionFailed",
      "At least one of the pre-conditions you specified did not hold",
      412,
    );
  }
  return { status: 200, headers: { etag: record.etag, ...checksumsOf(record) }, body: "" };
}

function bodyOf(request: SimulatedRequest) {
  const isChunked = request.headers["x-amz-content-sha256"]?.startsWith("STREAMING-") === true;
  return isChunked ? unchunk(request.body) : { bytes: request.body, trailers: {} };
}

function refuseBadChecksum(bytes: Buffer, headers: Readonly<Record<string, string>>): void {
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(bytes));
  const actual = {
    "x-amz-checksum-crc32": () => crc.toString("base64"),
    "x-amz-checksum-sha256": () => createHash("sha256").update(bytes).digest("base64"),
  };
  for (const [name, checksum] of Object.entries(actual)) {
    if (headers[name] !== undefined && headers[name] !== checksum()) {
      throw new AwsError("BadDigest", `The ${name} you specified did not match what we received.`);
    }
  }
}

async function readObject(store: ObjectStore, path: ObjectPath, hasBody: boolean): Promise<Reply> {
  const record = store.head(path.bucket, path.key);
  if (record === null) {
    if (!hasBody) {
      return { status: 404, headers: {}, body: "" };
    }
    throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
  }
  return {
    status: 200,
    headers: {
      ...record.headers,
      "content-type": record.contentType,
      "content-length": String(record.sizeBytes),
      etag: record.etag,
      "last-modified": record.modifiedAt.toUTCString(),
    },
    body: hasBody ? await store.bytes(path.bucket, path.key) : "",
  };
}

function checksumsOf(record: ObjectRecord): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record.headers).filter(([name]) => name.startsWith("x-amz-checksum-")),
  );
}

function listObjects(store: ObjectStore, bucket: string, call: AwsCall): Reply {
  const query = call.request.url.searchParams;
  const prefix = query.get("prefix") ?? "";
  const startAfter = query.get("start-after") ?? "";
  const records = store.list(bucket, prefix).filter(({ key }) => key > startAfter);
  const asked = { token: query.get("continuation-token"), size: query.get("max-keys") };
  const page = pageOf(records, asked, LIST_LIMITS, call);
  const xml = outputXml(ListObjectsV2$, {
    Name: bucket,
    Prefix: prefix,
    KeyCount: page.items.length,
    IsTruncated: page.next !== null,
    NextContinuationToken: page.next ?? undefined,
    Contents: page.items.map((record) => ({
      Key: record.key,
      Size: record.sizeBytes,
      ETag: record.etag,
      LastModified: record.modifiedAt,
      StorageClass: "STANDARD",
    })),
  });
  return xmlReply(200, `<ListBucketResult>${xml}</ListBucketResult>`);
}

function s3Error(error: AwsError): Reply {
  return xmlReply(
    error.status,
    `<Error><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error>`,
  );
}
